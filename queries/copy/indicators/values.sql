-- Every value with its truth, in words where it is not shown. A secret has no figure at all, nor has a gap without object.
-- table indicateurs_valeurs : one row an indicator, territory and year: its value with interval, counts, coverage, status,
--   reason when it is not shown (French) and sources
-- temp compte : a whole number as people read it in French
-- temp accorde : words that agree with a number, plural unless under 2

CREATE TEMP MACRO compte(n) AS replace(format('{:,}', n), ',', chr(8239));
CREATE TEMP MACRO accorde(mots, n) AS CASE WHEN n < 2 THEN regexp_replace(mots, 's\b', '', 'g') ELSE mots END;

CREATE TABLE indicateurs_valeurs AS
WITH constantes AS (
    SELECT DISTINCT id AS indicateur, niveau, territoire, annee,
           'le champ « ' || champ || ' », là où il est rempli, dit toujours la même valeur : une constante n''apprend rien' AS constante
    FROM sources_constantes JOIN actions_partenaires USING (source) JOIN actions_annees USING (action_id)
    JOIN indicateurs ON list_contains(champs, champ)
    WHERE champ = 'partenaires'
)
SELECT indicateur, niveau, territoire, attendues.nom, code_departement, annee, valeur, bas, haut,
       CASE WHEN dit THEN n END AS n, CASE WHEN dit THEN n_renseignes END AS n_renseignes,
       CASE WHEN dit THEN n_total END AS n_total, CASE WHEN dit THEN numerateur END AS numerateur,
       CASE WHEN dit THEN denominateur END AS denominateur, lisse, statut,
       CASE motif
           WHEN 'secret' THEN 'secret statistique : un effectif qui compose ce chiffre est trop petit pour être publié'
           WHEN 'rien' THEN 'aucun fait enregistré pour cette année'
           WHEN 'vide' THEN coalesce(vide, constante, concat_ws(' : ', 'rien n''est renseigné de ce qu''il faut', nullif(array_to_string(list_filter(
               champs, lambda champ : champ NOT IN ('population', 'indice des prix', 'date de début')), ', '), '')))
           WHEN 'sans_valeur' THEN coalesce(sans_valeur, 'ce qui est renseigné ne permet pas de calculer cette valeur')
           WHEN 'denominateur' THEN 'le dénominateur n''est pas connu'
           WHEN 'seul' THEN 'un seul bassin de vie : il ne se compare à aucun autre'
           WHEN 'nul' THEN coalesce(sans_objet, 'le dénominateur est nul : la question ne se pose pas')
           WHEN 'incoherent' THEN 'le numérateur dépasse le dénominateur : les deux ne portent pas sur les mêmes faits'
           WHEN 'couverture_inconnue' THEN 'on ne sait pas combien il y en aurait en tout'
           WHEN 'couverture' THEN compte(n_renseignes) || ' sur ' || compte(n_total) || ' renseignés : il en faut ' || couverture_min::INTEGER || ' %'
           WHEN 'petit' THEN CASE WHEN regle = 'K2' AND calcul = 'proportion' THEN compte(numerateur::BIGINT) || ' sur ' ELSE '' END
               || compte(n) || ' ' || accorde(n_compte, n) || ' : il en faut ' || n_min
           WHEN 'provisoire' THEN concat_ws(' ; ', CASE WHEN annee_en_cours THEN 'l''année n''est pas finie' END,
               CASE WHEN annee_population IS NOT NULL THEN 'population de ' || annee_population || ', la plus proche connue' END, reserve_prix)
       END AS raison,
       coalesce(sources, []) AS sources, jugees.au_moins, jugees.au_plus
FROM (SELECT *, statut <> 's' AND motif <> 'seul' AS dit FROM jugees) AS jugees JOIN attendues USING (ligne) JOIN indicateurs ON id = indicateur
LEFT JOIN constantes USING (niveau, territoire, annee, indicateur)
LEFT JOIN sources_indicateurs USING (indicateur, code_departement, annee);

DROP TABLE attendues; DROP VIEW territoires_possibles; DROP MACRO compte; DROP MACRO accorde;
