-- The contract of the store: every table, its keys, its rules and what each column means.
--
-- These statements run as they stand on the staging area in memory, where DuckDB enforces keys, NOT NULL and CHECK;
-- the lake, which enforces none of them, receives the same columns. Units stand in column names, codes are text.
-- Every fact row ends with its provenance: source (a row of sources), fichier and ligne (where it was read).
-- A year of facts is between 1900 and 2100: 9999-12-31 stands for « no end known », and 1895 for a slip of the pen.
-- data/rule_words.py says each rule in French.

-- ── Provenance ────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE sources (
    source        VARCHAR PRIMARY KEY,
    format        VARCHAR NOT NULL,
    titre         VARCHAR NOT NULL,
    editeur       VARCHAR,
    licence       VARCHAR,
    url           VARCHAR,
    publiee_le    DATE,
    chargee_le    TIMESTAMP NOT NULL,
    chargee_par   VARCHAR NOT NULL,
    sha256        VARCHAR NOT NULL CHECK (length(sha256) = 64),
    lues          INTEGER NOT NULL CHECK (lues >= 0),
    gardees       INTEGER NOT NULL CHECK (gardees >= 0),
    refusees      INTEGER NOT NULL CHECK (refusees >= 0),
    etat          VARCHAR NOT NULL CHECK (etat IN ('active', 'annulee', 'remplacee')),
    remplacee_par VARCHAR,
    CHECK (lues = gardees + refusees)
);
COMMENT ON TABLE sources IS 'Un chargement : d''où viennent les faits, quand, par qui, combien de lignes';

CREATE TABLE sources_fichiers (
    source  VARCHAR NOT NULL,
    fichier VARCHAR NOT NULL,
    sha256  VARCHAR NOT NULL CHECK (length(sha256) = 64),
    octets  BIGINT NOT NULL CHECK (octets >= 0),
    PRIMARY KEY (source, fichier)
);
COMMENT ON TABLE sources_fichiers IS 'Les fichiers lus par un chargement';

CREATE TABLE rejets (
    source  VARCHAR NOT NULL,
    fichier VARCHAR NOT NULL,
    ligne   INTEGER,
    colonne VARCHAR,
    valeur  VARCHAR,
    raison  VARCHAR NOT NULL
);
COMMENT ON TABLE rejets IS 'Ce qu''un chargement a refusé, avec sa raison';

CREATE TABLE ecritures (
    ecriture_id VARCHAR PRIMARY KEY,
    ecrite_le   TIMESTAMP NOT NULL,
    auteur      VARCHAR NOT NULL,
    role        VARCHAR NOT NULL CHECK (role IN ('lecture', 'contribution', 'administration')),
    geste       VARCHAR NOT NULL CHECK (geste IN ('creation', 'chargement', 'remplacement', 'annulation', 'retablissement', 'saisie')),
    source      VARCHAR,
    lignes      INTEGER CHECK (lignes >= 0),
    motif       VARCHAR
);
COMMENT ON TABLE ecritures IS 'Le journal : qui a écrit quoi, quand et pourquoi ; une ligne par instantané (ecriture_id est la marque de sa transaction), jamais effacée ; source : celle qui est chargée ou annulée';

-- ── Territory ─────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE departements (
    code_departement VARCHAR PRIMARY KEY,
    nom              VARCHAR NOT NULL,
    source           VARCHAR NOT NULL
);
COMMENT ON TABLE departements IS 'Départements et collectivités du code officiel géographique';

CREATE TABLE communes (
    code_commune     VARCHAR PRIMARY KEY CHECK (regexp_matches(code_commune, '^[0-9][0-9AB][0-9]{3}$')),
    nom              VARCHAR NOT NULL,
    code_departement VARCHAR NOT NULL,
    longitude        DOUBLE CHECK (longitude BETWEEN -180 AND 180),
    latitude         DOUBLE CHECK (latitude BETWEEN -90 AND 90),
    position         VARCHAR CHECK (position IN ('mairie', 'centre')),
    surface_km2      DOUBLE CHECK (surface_km2 > 0),
    cog_annee        INTEGER NOT NULL,
    source           VARCHAR NOT NULL
);
COMMENT ON TABLE communes IS 'Communes actuelles ; position de la mairie, à défaut d''un point du territoire';

CREATE TABLE communes_anciennes (
    ancien_code  VARCHAR NOT NULL,
    nom          VARCHAR,
    code_commune VARCHAR NOT NULL,
    cog_annee    INTEGER NOT NULL,
    source       VARCHAR NOT NULL,
    PRIMARY KEY (ancien_code, code_commune)
);
COMMENT ON TABLE communes_anciennes IS 'Codes disparus : la commune d''aujourd''hui et l''édition du COG qui le dit';

CREATE TABLE populations (
    code_commune VARCHAR NOT NULL,
    annee        INTEGER NOT NULL CHECK (annee BETWEEN 1900 AND 2100),
    population   INTEGER NOT NULL CHECK (population >= 0),
    origine      VARCHAR NOT NULL CHECK (origine IN ('legale', 'interpolee')),
    source       VARCHAR NOT NULL,
    PRIMARY KEY (code_commune, annee)
);
COMMENT ON TABLE populations IS 'Population municipale par année, en habitants ; légale (INSEE) ou interpolée';

CREATE TABLE zones (
    division         VARCHAR NOT NULL,
    code_zone        VARCHAR NOT NULL,
    nom              VARCHAR NOT NULL,
    code_departement VARCHAR,
    theme            VARCHAR,
    rang             INTEGER NOT NULL,
    origine          VARCHAR NOT NULL,
    source           VARCHAR NOT NULL,
    PRIMARY KEY (division, code_zone)
);
COMMENT ON TABLE zones IS 'Zones d''une division du territoire (bassin, epci, arrondissement…) ; origine dit d''où vient le découpage';

CREATE TABLE zones_communes (
    division     VARCHAR NOT NULL,
    code_zone    VARCHAR NOT NULL,
    code_commune VARCHAR NOT NULL,
    debut        DATE CHECK (year(debut) BETWEEN 1900 AND 2100),
    fin          DATE CHECK (year(fin) BETWEEN 1900 AND 2100),
    source       VARCHAR NOT NULL,
    PRIMARY KEY (division, code_zone, code_commune),
    CHECK (fin IS NULL OR debut IS NULL OR debut <= fin)
);
COMMENT ON TABLE zones_communes IS 'Appartenance datée des communes aux zones ; une division peut se recouvrir ou laisser des communes';

CREATE TABLE contexte_communes (
    code_commune VARCHAR NOT NULL,
    annee        INTEGER NOT NULL CHECK (annee BETWEEN 1900 AND 2100),
    variable     VARCHAR NOT NULL,
    valeur       DOUBLE,
    marque       VARCHAR CHECK (marque IN ('nd', 's', 'ns', '///', 'p', 'r')),
    censure      VARCHAR CHECK (censure IN ('au_plus', 'au_moins')),
    source       VARCHAR NOT NULL,
    fichier      VARCHAR,
    ligne        INTEGER,
    PRIMARY KEY (code_commune, annee, variable, source),
    CHECK (valeur IS NOT NULL OR marque IS NOT NULL)
);
COMMENT ON TABLE contexte_communes IS 'Chiffres officiels par commune et année, avec leur marque de secret ; censure : la vraie valeur est celle-ci ou moins (ou plus)';

CREATE TABLE contexte_variables (
    variable VARCHAR NOT NULL,
    titre    VARCHAR NOT NULL,
    unite    VARCHAR,
    editeur  VARCHAR,
    source   VARCHAR NOT NULL,
    PRIMARY KEY (variable, source)
);
COMMENT ON TABLE contexte_variables IS 'Ce que veut dire chaque variable de contexte, et son unité';

CREATE TABLE indices_prix (
    annee   INTEGER PRIMARY KEY CHECK (annee BETWEEN 1900 AND 2100),
    indice  DOUBLE NOT NULL CHECK (indice > 0),
    origine VARCHAR NOT NULL,
    source  VARCHAR NOT NULL
);
COMMENT ON TABLE indices_prix IS 'Indice annuel des prix à la consommation, pour dire des euros constants';

-- ── Labels that people can read and extend ────────────────────────────────────────────────────────────────────────

CREATE TABLE financeurs (
    financeur_id VARCHAR PRIMARY KEY,
    nom          VARCHAR NOT NULL,
    famille      VARCHAR NOT NULL CHECK (famille IN ('État', 'Région', 'Département', 'Intercommunalité', 'Commune',
                     'CAF', 'MSA', 'Europe', 'Autres organismes sociaux', 'Privé', 'Usagers', 'Autofinancement', 'Aucun')),
    source       VARCHAR NOT NULL
);
COMMENT ON TABLE financeurs IS 'Financeurs et leur famille ; « Aucun » quand la source dit que personne ne finance';

CREATE TABLE financeurs_libelles (
    libelle      VARCHAR PRIMARY KEY,
    financeur_id VARCHAR NOT NULL,
    origine      VARCHAR NOT NULL,
    source       VARCHAR NOT NULL
);
COMMENT ON TABLE financeurs_libelles IS 'Libellés rencontrés (minuscules, sans accent) et le financeur qu''ils désignent';

CREATE TABLE libelles (
    liste   VARCHAR NOT NULL,
    libelle VARCHAR NOT NULL,
    code    VARCHAR NOT NULL,
    origine VARCHAR NOT NULL,
    source  VARCHAR NOT NULL,
    PRIMARY KEY (liste, libelle)
);
COMMENT ON TABLE libelles IS 'Autres tables de libellés : statut, motif_fin, dimension, portee, public, mot_cle, initiateur';

-- ── Structures and social projects ────────────────────────────────────────────────────────────────────────────────

CREATE TABLE structures (
    structure_id     VARCHAR NOT NULL,
    nom              VARCHAR NOT NULL,
    type             VARCHAR CHECK (type IN ('centre_social', 'evs', 'ccas', 'association', 'collectivite', 'autre')),
    code_departement VARCHAR,
    code_commune     VARCHAR,
    siret            VARCHAR CHECK (siret IS NULL OR regexp_matches(siret, '^[0-9]{14}$')),
    rna              VARCHAR CHECK (rna IS NULL OR regexp_matches(rna, '^W[0-9A-Z]{9}$')),
    source           VARCHAR NOT NULL,
    fichier          VARCHAR,
    ligne            INTEGER,
    PRIMARY KEY (structure_id, source)
);
COMMENT ON TABLE structures IS 'Structures telles que chaque source les dit';

CREATE TABLE agrements (
    structure_id VARCHAR NOT NULL,
    organisme    VARCHAR NOT NULL,
    objet        VARCHAR NOT NULL,
    debut        DATE CHECK (year(debut) BETWEEN 1900 AND 2100),
    fin          DATE CHECK (year(fin) BETWEEN 1900 AND 2100),
    precision    VARCHAR NOT NULL CHECK (precision IN ('jour', 'mois', 'annee', 'inconnue')),
    source       VARCHAR NOT NULL,
    fichier      VARCHAR,
    ligne        INTEGER,
    PRIMARY KEY (structure_id, organisme, objet, source),
    CHECK (fin IS NULL OR debut IS NULL OR debut <= fin)
);
COMMENT ON TABLE agrements IS 'Agréments (CAF) : de, à ; la précision dit si seuls les années sont connues';

CREATE TABLE projets_sociaux (
    projet_id VARCHAR NOT NULL,
    titre     VARCHAR NOT NULL,
    code_epci VARCHAR,
    debut     DATE CHECK (year(debut) BETWEEN 1900 AND 2100),
    fin       DATE CHECK (year(fin) BETWEEN 1900 AND 2100),
    precision VARCHAR NOT NULL CHECK (precision IN ('jour', 'mois', 'annee', 'inconnue')),
    source    VARCHAR NOT NULL,
    fichier   VARCHAR,
    ligne     INTEGER,
    PRIMARY KEY (projet_id, source)
);
COMMENT ON TABLE projets_sociaux IS 'Projets sociaux, leur intercommunalité et leur durée';

CREATE TABLE projets_axes (
    projet_id   VARCHAR NOT NULL,
    rang        INTEGER NOT NULL,
    intitule    VARCHAR NOT NULL,
    transversal BOOLEAN NOT NULL,
    source      VARCHAR NOT NULL,
    fichier     VARCHAR,
    ligne       INTEGER,
    PRIMARY KEY (projet_id, transversal, rang, source)
);
COMMENT ON TABLE projets_axes IS 'Axes d''un projet social, propres ou transversaux';

CREATE TABLE projets_structures (
    projet_id    VARCHAR NOT NULL,
    structure_id VARCHAR NOT NULL,
    role         VARCHAR NOT NULL,
    gouvernance  VARCHAR,
    source       VARCHAR NOT NULL,
    fichier      VARCHAR,
    ligne        INTEGER,
    PRIMARY KEY (projet_id, structure_id, source)
);
COMMENT ON TABLE projets_structures IS 'Structures membres d''un projet social et leur mode de gouvernance';

CREATE TABLE projets_territoires (
    projet_id    VARCHAR NOT NULL,
    structure_id VARCHAR,
    code_commune VARCHAR,
    code_epci    VARCHAR,
    role         VARCHAR NOT NULL CHECK (role IN ('local', 'rayonnement', 'limite')),
    quartier     VARCHAR,
    source       VARCHAR NOT NULL,
    fichier      VARCHAR,
    ligne        INTEGER,
    CHECK (code_commune IS NOT NULL OR code_epci IS NOT NULL)
);
COMMENT ON TABLE projets_territoires IS 'Où un projet a ses locaux, rayonne, ou cite une limite de son territoire ; quartier : le quartier prioritaire (QPV) de cette commune, par son nom';

-- ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE actions (
    action_id            VARCHAR PRIMARY KEY,
    titre                VARCHAR NOT NULL CHECK (trim(titre) <> ''),
    structure_id         VARCHAR NOT NULL,
    structure            VARCHAR NOT NULL,
    code_departement     VARCHAR,
    statut               VARCHAR,
    motif_fin            VARCHAR,
    motif_fin_code       VARCHAR CHECK (motif_fin_code IN ('fin_de_projet', 'financement', 'moyens_humains', 'public', 'autre')),
    dimension            VARCHAR,
    portee               VARCHAR,
    date_debut           DATE CHECK (year(date_debut) BETWEEN 1900 AND 2100),
    date_debut_precision VARCHAR NOT NULL CHECK (date_debut_precision IN ('jour', 'mois', 'annee', 'inconnue')),
    date_fin             DATE CHECK (year(date_fin) BETWEEN 1900 AND 2100),
    date_fin_precision   VARCHAR NOT NULL CHECK (date_fin_precision IN ('jour', 'mois', 'annee', 'inconnue')),
    resume               VARCHAR,
    empreinte            VARCHAR,
    source               VARCHAR NOT NULL,
    fichier              VARCHAR,
    ligne                INTEGER,
    CHECK ((date_debut IS NULL) = (date_debut_precision = 'inconnue')),
    CHECK ((date_fin IS NULL) = (date_fin_precision = 'inconnue')),
    CHECK (date_fin IS NULL OR date_debut IS NULL OR date_debut <= date_fin)
);
COMMENT ON TABLE actions IS 'Une action : libellés tels qu''écrits dans la fiche ; NULL veut dire inconnu, jamais vide';

CREATE TABLE actions_lieux (
    action_id        VARCHAR NOT NULL,
    role             VARCHAR NOT NULL CHECK (role IN ('lieu', 'rayonnement', 'siege')),
    code_commune     VARCHAR,
    code_departement VARCHAR,
    precision        VARCHAR NOT NULL CHECK (precision IN ('declaree', 'deduite', 'departement_seul')),
    texte_source     VARCHAR,
    source           VARCHAR NOT NULL,
    fichier          VARCHAR,
    ligne            INTEGER,
    CHECK ((code_commune IS NULL) = (precision = 'departement_seul')),
    CHECK (code_commune IS NOT NULL OR code_departement IS NOT NULL)
);
COMMENT ON TABLE actions_lieux IS 'Lieu de l''action, rayonnement et siège : trois choses différentes';

CREATE TABLE actions_mots_cles (
    action_id VARCHAR NOT NULL,
    mot_cle   VARCHAR NOT NULL CHECK (trim(mot_cle) <> ''),
    source    VARCHAR NOT NULL,
    fichier   VARCHAR,
    ligne     INTEGER,
    PRIMARY KEY (action_id, mot_cle, source)
);
COMMENT ON TABLE actions_mots_cles IS 'Mots clés déclarés';

CREATE TABLE actions_publics (
    action_id VARCHAR NOT NULL,
    public    VARCHAR NOT NULL CHECK (trim(public) <> ''),
    age_min   INTEGER CHECK (age_min BETWEEN 0 AND 120),
    age_max   INTEGER CHECK (age_max BETWEEN 0 AND 120),
    source    VARCHAR NOT NULL,
    fichier   VARCHAR,
    ligne     INTEGER,
    PRIMARY KEY (action_id, public, source),
    CHECK (age_min IS NULL OR age_max IS NULL OR age_min <= age_max)
);
COMMENT ON TABLE actions_publics IS 'Publics déclarés, avec leur tranche d''âge quand elle est dite (années révolues)';

CREATE TABLE actions_initiateurs (
    action_id  VARCHAR NOT NULL,
    initiateur VARCHAR NOT NULL CHECK (trim(initiateur) <> ''),
    source     VARCHAR NOT NULL,
    fichier    VARCHAR,
    ligne      INTEGER,
    PRIMARY KEY (action_id, initiateur, source)
);
COMMENT ON TABLE actions_initiateurs IS 'Qui est à l''initiative (plusieurs réponses possibles)';

CREATE TABLE actions_partenaires (
    action_id  VARCHAR NOT NULL,
    partenaire VARCHAR NOT NULL CHECK (trim(partenaire) <> ''),
    source     VARCHAR NOT NULL,
    fichier    VARCHAR,
    ligne      INTEGER,
    PRIMARY KEY (action_id, partenaire, source)
);
COMMENT ON TABLE actions_partenaires IS 'Partenaires déclarés';

CREATE TABLE actions_textes (
    action_id VARCHAR NOT NULL,
    rubrique  VARCHAR NOT NULL,
    rang      INTEGER NOT NULL,
    texte     VARCHAR NOT NULL CHECK (trim(texte) <> ''),
    source    VARCHAR NOT NULL,
    fichier   VARCHAR,
    ligne     INTEGER,
    PRIMARY KEY (action_id, rubrique, rang, source)
);
COMMENT ON TABLE actions_textes IS 'Textes libres de la fiche, rubrique par rubrique, tels qu''écrits';

CREATE TABLE actions_termes (
    action_id VARCHAR NOT NULL,
    terme     VARCHAR NOT NULL,
    poids     DOUBLE NOT NULL CHECK (poids > 0),
    source    VARCHAR NOT NULL,
    PRIMARY KEY (action_id, terme, source)
);
COMMENT ON TABLE actions_termes IS 'Racines de mots de chaque fiche, pour la recherche ; calculées au chargement';

-- ── Quantities and money ──────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE mesures (
    sujet_type   VARCHAR NOT NULL CHECK (sujet_type IN ('action', 'evenement', 'seance', 'instance', 'structure', 'projet')),
    sujet_id     VARCHAR NOT NULL,
    grandeur     VARCHAR NOT NULL CHECK (grandeur IN ('participants_distincts', 'participations', 'familles',
                     'personnes_mobilisees', 'benevoles', 'professionnels', 'habitants', 'seances', 'reunions',
                     'questionnaires_envoyes', 'repondants', 'satisfaits')),
    annee        INTEGER CHECK (annee BETWEEN 1900 AND 2100),
    valeur       DOUBLE CHECK (valeur >= 0),
    borne_basse  DOUBLE CHECK (borne_basse >= 0),
    borne_haute  DOUBLE CHECK (borne_haute >= 0),
    precision    VARCHAR NOT NULL CHECK (precision IN ('exacte', 'approchee', 'minimum', 'maximum', 'intervalle', 'calculee')),
    etat         VARCHAR NOT NULL CHECK (etat IN ('proposee', 'validee')),
    methode      VARCHAR,
    texte_source VARCHAR,
    source       VARCHAR NOT NULL,
    fichier      VARCHAR,
    ligne        INTEGER,
    CHECK (borne_basse IS NULL OR borne_haute IS NULL OR borne_basse <= borne_haute),
    CHECK (coalesce(valeur, borne_basse, borne_haute) IS NOT NULL)
);
COMMENT ON TABLE mesures IS 'Une quantité d''un sujet et d''une année, avec sa précision ; methode : comment on a compté (deux affluences ne se comparent qu''à méthode égale) ; une proposition n''entre dans aucun total';

CREATE TABLE montants (
    sujet_type      VARCHAR NOT NULL CHECK (sujet_type IN ('action', 'evenement', 'structure', 'projet')),
    sujet_id        VARCHAR NOT NULL,
    role            VARCHAR NOT NULL CHECK (role IN ('total', 'charge', 'produit', 'prix_unitaire')),
    montant_eur     DECIMAL(14, 2) CHECK (montant_eur >= 0),
    borne_basse_eur DECIMAL(14, 2),
    borne_haute_eur DECIMAL(14, 2),
    precision       VARCHAR NOT NULL CHECK (precision IN ('exacte', 'approchee', 'minimum', 'maximum', 'intervalle', 'calculee')),
    periodicite     VARCHAR CHECK (periodicite IN ('annuelle', 'trimestrielle', 'mensuelle', 'hebdomadaire', 'par_personne', 'par_seance', 'par_unite')),
    annee           INTEGER CHECK (annee BETWEEN 1900 AND 2100),
    financeur       VARCHAR,
    etat            VARCHAR NOT NULL CHECK (etat IN ('proposee', 'validee')),
    texte_source    VARCHAR,
    source          VARCHAR NOT NULL,
    fichier         VARCHAR,
    ligne           INTEGER,
    CHECK (borne_basse_eur IS NULL OR borne_haute_eur IS NULL OR borne_basse_eur <= borne_haute_eur),
    CHECK (coalesce(montant_eur, borne_basse_eur, borne_haute_eur) IS NOT NULL)
);
COMMENT ON TABLE montants IS 'Un montant cité à propos d''un sujet : total, charge, produit ou prix unitaire (qui n''est pas un budget)';

CREATE TABLE budgets (
    budget_id            VARCHAR PRIMARY KEY,
    sujet_type           VARCHAR NOT NULL CHECK (sujet_type IN ('action', 'evenement', 'structure', 'projet')),
    sujet_id             VARCHAR NOT NULL,
    exercice             INTEGER CHECK (exercice BETWEEN 1900 AND 2100),
    nature               VARCHAR NOT NULL CHECK (nature IN ('previsionnel', 'realise', 'inconnue')),
    total_charges_eur    DECIMAL(14, 2),
    total_produits_eur   DECIMAL(14, 2),
    total_general_charges_eur  DECIMAL(14, 2),
    total_general_produits_eur DECIMAL(14, 2),
    etat                 VARCHAR NOT NULL CHECK (etat IN ('proposee', 'validee')),
    source               VARCHAR NOT NULL,
    fichier              VARCHAR,
    ligne                INTEGER
);
COMMENT ON TABLE budgets IS 'Budgets, totaux tels que déclarés (général : contributions volontaires comprises) ; jamais corrigés';

CREATE TABLE lignes_budget (
    budget_id    VARCHAR NOT NULL,
    rang         INTEGER NOT NULL,
    cote         VARCHAR NOT NULL CHECK (cote IN ('charge', 'produit')),
    compte       VARCHAR CHECK (regexp_matches(compte, '^[678][0-9]{1,3}$')),
    niveau       VARCHAR NOT NULL CHECK (niveau IN ('compte', 'detail', 'total')),
    libelle      VARCHAR NOT NULL,
    montant_eur  DECIMAL(14, 2),
    financeur    VARCHAR,
    source       VARCHAR NOT NULL,
    fichier      VARCHAR,
    ligne        INTEGER,
    PRIMARY KEY (budget_id, rang)
);
COMMENT ON TABLE lignes_budget IS 'Lignes d''un budget Cerfa ; un détail porte le compte qui le contient ; montant NULL : non renseigné';

CREATE TABLE constats (
    sujet_type      VARCHAR NOT NULL,
    sujet_id        VARCHAR NOT NULL,
    domaine         VARCHAR NOT NULL CHECK (domaine IN ('argent', 'fiche')),
    code            VARCHAR NOT NULL,
    message         VARCHAR NOT NULL,
    valeur_declaree DOUBLE,
    valeur_calculee DOUBLE,
    ecart           DOUBLE,
    source          VARCHAR NOT NULL,
    fichier         VARCHAR,
    ligne           INTEGER,
    PRIMARY KEY (sujet_type, sujet_id, code, message, source)
);
COMMENT ON TABLE constats IS 'Contradictions relevées dans ce qui est déclaré ; rien n''est corrigé';

CREATE TABLE financements (
    financement_id   VARCHAR PRIMARY KEY,
    sujet_type       VARCHAR NOT NULL CHECK (sujet_type IN ('action', 'evenement', 'structure', 'projet')),
    sujet_id         VARCHAR NOT NULL,
    financeur        VARCHAR NOT NULL,
    dispositif       VARCHAR,
    exercice         INTEGER CHECK (exercice BETWEEN 1900 AND 2100),
    demande_eur      DECIMAL(14, 2),
    accorde_eur      DECIMAL(14, 2),
    verse_eur        DECIMAL(14, 2),
    nature           VARCHAR NOT NULL CHECK (nature IN ('numeraire', 'nature', 'inconnue', 'sans_objet')),
    convention_debut DATE CHECK (year(convention_debut) BETWEEN 1900 AND 2100),
    convention_fin   DATE CHECK (year(convention_fin) BETWEEN 1900 AND 2100),
    etat             VARCHAR NOT NULL CHECK (etat IN ('proposee', 'validee')),
    texte_source     VARCHAR,
    source           VARCHAR NOT NULL,
    fichier          VARCHAR,
    ligne            INTEGER
);
COMMENT ON TABLE financements IS 'Qui finance quoi (financeur : libellé tel qu''écrit, rattaché à une famille par financeurs_libelles) : demandé, accordé, versé, jamais additionnés entre eux ; montants NULL quand le financeur seul est cité';

CREATE TABLE subventions (
    subvention_id     VARCHAR PRIMARY KEY,
    attribuant        VARCHAR NOT NULL CHECK (trim(attribuant) <> ''),
    attribuant_siret  VARCHAR CHECK (regexp_matches(attribuant_siret, '^[0-9]{14}$')),
    beneficiaire      VARCHAR NOT NULL CHECK (trim(beneficiaire) <> ''),
    beneficiaire_siret VARCHAR CHECK (regexp_matches(beneficiaire_siret, '^[0-9]{14}$')),
    beneficiaire_siren VARCHAR CHECK (regexp_matches(beneficiaire_siren, '^[0-9]{9}$')),
    beneficiaire_rna  VARCHAR CHECK (regexp_matches(beneficiaire_rna, '^W[0-9A-Z]{9}$')),
    code_commune      VARCHAR,
    code_departement  VARCHAR,
    objet             VARCHAR,
    dispositif        VARCHAR,
    date_convention   DATE CHECK (year(date_convention) BETWEEN 1900 AND 2100),
    reference         VARCHAR,
    exercice          INTEGER CHECK (exercice BETWEEN 1900 AND 2100),
    montant_eur       DECIMAL(14, 2) NOT NULL,
    etape             VARCHAR NOT NULL CHECK (etape IN ('demande', 'accorde', 'verse')),
    nature            VARCHAR NOT NULL CHECK (nature IN ('numeraire', 'nature', 'mixte', 'inconnue')),
    conditions        VARCHAR,
    periode_debut     DATE CHECK (year(periode_debut) BETWEEN 1900 AND 2100),
    periode_fin       DATE CHECK (year(periode_fin) BETWEEN 1900 AND 2100),
    part_financee     DOUBLE CHECK (part_financee BETWEEN 0 AND 1),
    notification_ue   BOOLEAN,
    alerte            VARCHAR,
    feuille           VARCHAR,
    source            VARCHAR NOT NULL,
    fichier           VARCHAR,
    ligne             INTEGER,
    CHECK (periode_fin IS NULL OR periode_debut IS NULL OR periode_debut <= periode_fin)
);
COMMENT ON TABLE subventions IS 'Lignes des fichiers de subventions publiés ; montant signé (un reversement est négatif) ; la commune (ou le département, quand un code postal seul est écrit) est celle du bénéficiaire, jamais le lieu d''une action ; la structure est reconnue à la lecture, par SIRET ou RNA';

CREATE TABLE postes (
    poste_id         VARCHAR NOT NULL,
    dispositif       VARCHAR NOT NULL CHECK (dispositif IN ('adultes_relais', 'fonjep')),
    employeur        VARCHAR NOT NULL,
    siret            VARCHAR CHECK (regexp_matches(siret, '^[0-9]{14}$')),
    annee            INTEGER NOT NULL CHECK (annee BETWEEN 1900 AND 2100),
    montant_eur      DECIMAL(14, 2),
    contrat_ville    VARCHAR,
    code_departement VARCHAR,
    code_epci        VARCHAR,
    source           VARCHAR NOT NULL,
    fichier          VARCHAR,
    ligne            INTEGER,
    UNIQUE (poste_id, annee, siret, source)
);
COMMENT ON TABLE postes IS 'Postes financés par l''État (adultes-relais, FONJEP) ; le territoire est celui du contrat de ville, inconnu quand la source ne le dit pas';

CREATE TABLE correspondances (
    empreinte     VARCHAR NOT NULL,
    editeur       VARCHAR,
    colonne       VARCHAR NOT NULL,
    champ         VARCHAR NOT NULL,
    source        VARCHAR NOT NULL,
    PRIMARY KEY (empreinte, colonne, source)
);
COMMENT ON TABLE correspondances IS 'Colonnes d''un fichier et le champ que chacune désigne, confirmées par une personne ; empreinte : celle de l''en-tête';

CREATE TABLE enveloppes (
    code_departement VARCHAR NOT NULL,
    code_zone        VARCHAR,
    annee            INTEGER NOT NULL CHECK (annee BETWEEN 1900 AND 2100),
    montant_eur      DECIMAL(14, 2) CHECK (montant_eur >= 0),
    engage_eur       DECIMAL(14, 2) CHECK (engage_eur >= 0),
    paye_eur         DECIMAL(14, 2) CHECK (paye_eur >= 0),
    texte_source     VARCHAR,
    source           VARCHAR NOT NULL,
    fichier          VARCHAR,
    ligne            INTEGER
);
COMMENT ON TABLE enveloppes IS 'Enveloppe financière par bassin et année : votée (montant), engagée, payée ; NULL : citée sans montant';

-- ── The committee ─────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE instances (
    instance_id      VARCHAR NOT NULL,
    nom              VARCHAR NOT NULL,
    type             VARCHAR NOT NULL CHECK (type IN ('comite_departemental', 'comite_local', 'comite_communal', 'pilotage', 'autre')),
    code_departement VARCHAR NOT NULL,
    code_zone        VARCHAR,
    code_commune     VARCHAR,
    theme            VARCHAR,
    cree_le          DATE CHECK (year(cree_le) BETWEEN 1900 AND 2100),
    precision        VARCHAR NOT NULL CHECK (precision IN ('jour', 'mois', 'annee', 'inconnue')),
    rythme           VARCHAR,
    source           VARCHAR NOT NULL,
    fichier          VARCHAR,
    ligne            INTEGER,
    PRIMARY KEY (instance_id, source)
);
COMMENT ON TABLE instances IS 'Comités : départemental, locaux (un bassin, un thème), communaux ; rythme : tous les combien ils se réunissent, tel que dit';

CREATE TABLE seances (
    seance_id    VARCHAR NOT NULL,
    instance_id  VARCHAR NOT NULL,
    tenue_le     DATE CHECK (year(tenue_le) BETWEEN 1900 AND 2100),
    precision    VARCHAR NOT NULL CHECK (precision IN ('jour', 'mois', 'annee', 'inconnue')),
    objet        VARCHAR,
    code_commune VARCHAR,
    source       VARCHAR NOT NULL,
    fichier      VARCHAR,
    ligne        INTEGER,
    PRIMARY KEY (seance_id, source)
);
COMMENT ON TABLE seances IS 'Séances des instances';

CREATE TABLE seances_documents (
    seance_id VARCHAR NOT NULL,
    titre     VARCHAR NOT NULL,
    adresse   VARCHAR,
    source    VARCHAR NOT NULL,
    fichier   VARCHAR,
    ligne     INTEGER,
    PRIMARY KEY (seance_id, titre, source)
);
COMMENT ON TABLE seances_documents IS 'Documents d''une séance (ordre du jour, compte rendu, article) et leur adresse, quand elle est connue';

CREATE TABLE presences (
    seance_id    VARCHAR NOT NULL,
    college      VARCHAR NOT NULL CHECK (college IN ('elus', 'institutions', 'associations', 'structures', 'habitants', 'ensemble')),
    code_zone    VARCHAR,
    convoques    INTEGER CHECK (convoques >= 0),
    presents     INTEGER CHECK (presents >= 0),
    precision    VARCHAR NOT NULL CHECK (precision IN ('exacte', 'approchee', 'minimum', 'maximum', 'intervalle', 'calculee')),
    texte_source VARCHAR,
    source       VARCHAR NOT NULL,
    fichier      VARCHAR,
    ligne        INTEGER,
    UNIQUE (seance_id, college, code_zone, source)
);
COMMENT ON TABLE presences IS 'Présences par collège et par bassin d''où viennent les personnes : convoqués, présents';

CREATE TABLE evenements (
    evenement_id     VARCHAR NOT NULL,
    serie            VARCHAR NOT NULL,
    nom              VARCHAR NOT NULL,
    edition          INTEGER CHECK (edition > 0),
    tenu_le          DATE CHECK (year(tenu_le) BETWEEN 1900 AND 2100),
    precision        VARCHAR NOT NULL CHECK (precision IN ('jour', 'mois', 'annee', 'inconnue')),
    organisateur     VARCHAR,
    code_departement VARCHAR NOT NULL,
    code_commune     VARCHAR,
    code_zone        VARCHAR,
    theme            VARCHAR,
    source           VARCHAR NOT NULL,
    fichier          VARCHAR,
    ligne            INTEGER,
    PRIMARY KEY (evenement_id, source)
);
COMMENT ON TABLE evenements IS 'Événements par édition';

CREATE TABLE evenements_departements (
    evenement_id     VARCHAR NOT NULL,
    code_departement VARCHAR NOT NULL,
    source           VARCHAR NOT NULL,
    fichier          VARCHAR,
    ligne            INTEGER,
    PRIMARY KEY (evenement_id, code_departement, source)
);
COMMENT ON TABLE evenements_departements IS 'Départements représentés à un événement, autres que celui où il se tient';

CREATE TABLE decisions (
    decision_id VARCHAR NOT NULL,
    seance_id   VARCHAR,
    sujet_type  VARCHAR,
    sujet_id    VARCHAR,
    intitule    VARCHAR NOT NULL,
    nature      VARCHAR NOT NULL CHECK (nature IN ('question', 'decision', 'proposition', 'point_a_ameliorer')),
    porteur     VARCHAR,
    echeance    DATE CHECK (year(echeance) BETWEEN 1900 AND 2100),
    etat        VARCHAR CHECK (etat IN ('a_faire', 'en_cours', 'faite', 'abandonnee', 'reportee')),
    source      VARCHAR NOT NULL,
    fichier     VARCHAR,
    ligne       INTEGER,
    PRIMARY KEY (decision_id, source)
);
COMMENT ON TABLE decisions IS 'Questions posées, décisions, propositions et points à améliorer ; etat et echeance : ceux du jour où elle est prise, la suite est dans decisions_etats';

CREATE TABLE decisions_liens (
    decision_id VARCHAR NOT NULL,
    genre       VARCHAR NOT NULL CHECK (genre IN ('indicateur', 'departement', 'bassin', 'epci', 'commune', 'action')),
    code        VARCHAR NOT NULL,
    source      VARCHAR NOT NULL,
    PRIMARY KEY (decision_id, genre, code, source)
);
COMMENT ON TABLE decisions_liens IS 'Ce qu''une décision touche : indicateurs, territoires, actions';

CREATE TABLE decisions_etats (
    decision_id VARCHAR NOT NULL,
    etat        VARCHAR NOT NULL CHECK (etat IN ('a_faire', 'en_cours', 'faite', 'abandonnee', 'reportee')),
    dit_le      DATE NOT NULL CHECK (year(dit_le) BETWEEN 1900 AND 2100),
    echeance    DATE CHECK (year(echeance) BETWEEN 1900 AND 2100),
    seance_id   VARCHAR,
    motif       VARCHAR,
    source      VARCHAR NOT NULL,
    PRIMARY KEY (decision_id, source)
);
COMMENT ON TABLE decisions_etats IS 'Les états d''une décision l''un après l''autre : le jour, la séance où il est dit, pourquoi ; echeance : la nouvelle, quand elle est reportée';

CREATE TABLE cibles (
    indicateur          VARCHAR NOT NULL,
    code_zone           VARCHAR,
    code_departement    VARCHAR NOT NULL,
    valeur_reference    DOUBLE,
    annee_reference     INTEGER CHECK (annee_reference BETWEEN 1900 AND 2100),
    annee_reference_fin INTEGER CHECK (annee_reference_fin BETWEEN 1900 AND 2100),
    valeur_cible        DOUBLE NOT NULL,
    annee_cible         INTEGER NOT NULL CHECK (annee_cible BETWEEN 1900 AND 2100),
    fixee_le            DATE CHECK (year(fixee_le) BETWEEN 1900 AND 2100),
    source              VARCHAR NOT NULL,
    fichier             VARCHAR,
    ligne               INTEGER,
    UNIQUE (indicateur, code_departement, code_zone, annee_cible, source),
    CHECK (annee_reference IS NULL OR coalesce(annee_reference_fin, annee_reference) < annee_cible),
    CHECK (annee_reference_fin IS NULL OR annee_reference <= annee_reference_fin)
);
COMMENT ON TABLE cibles IS 'Cibles datées par indicateur et territoire, dans l''unité de l''indicateur, fixées avant de regarder ; années de référence : de, à ; la même dite plus tard remplace la première, qui reste';

CREATE TABLE cibles_seances (
    indicateur       VARCHAR NOT NULL,
    code_departement VARCHAR NOT NULL,
    code_zone        VARCHAR,
    annee_cible      INTEGER NOT NULL CHECK (annee_cible BETWEEN 1900 AND 2100),
    seance_id        VARCHAR NOT NULL,
    motif            VARCHAR,
    source           VARCHAR NOT NULL,
    UNIQUE (indicateur, code_departement, code_zone, annee_cible, source)
);
COMMENT ON TABLE cibles_seances IS 'La séance qui a adopté une cible, et pourquoi';

CREATE TABLE annotations (
    annotation_id    VARCHAR NOT NULL,
    indicateur       VARCHAR,
    code_departement VARCHAR,
    code_zone        VARCHAR,
    annee            INTEGER NOT NULL CHECK (annee BETWEEN 1900 AND 2100),
    annee_fin        INTEGER CHECK (annee_fin BETWEEN 1900 AND 2100),
    texte            VARCHAR NOT NULL CHECK (trim(texte) <> ''),
    nature           VARCHAR NOT NULL CHECK (nature IN ('evenement', 'methode')),
    source           VARCHAR NOT NULL,
    PRIMARY KEY (annotation_id, source),
    CHECK (annee_fin IS NULL OR annee <= annee_fin)
);
COMMENT ON TABLE annotations IS 'Ce qu''une série doit dire à qui la lit (un confinement, un changement de comptage), de telle à telle année ; vide : tous les indicateurs, tous les territoires';

CREATE TABLE seances_points (
    seance_id VARCHAR NOT NULL,
    rang      INTEGER NOT NULL CHECK (rang > 0),
    genre     VARCHAR NOT NULL CHECK (genre IN ('indicateur', 'question', 'texte')),
    code      VARCHAR,
    intitule  VARCHAR,
    source    VARCHAR NOT NULL,
    PRIMARY KEY (seance_id, rang, source),
    CHECK (code IS NOT NULL OR intitule IS NOT NULL)
);
COMMENT ON TABLE seances_points IS 'L''ordre du jour d''une séance, dans son ordre ; le dernier enregistré compte en entier ; code : l''indicateur, ou la page d''une question';

CREATE TABLE clotures (
    seance_id         VARCHAR PRIMARY KEY,
    instantane        INTEGER NOT NULL CHECK (instantane > 0),
    identite          VARCHAR NOT NULL CHECK (length(identite) = 16),
    arretee_le        DATE NOT NULL CHECK (year(arretee_le) BETWEEN 1900 AND 2100),
    version           VARCHAR NOT NULL,
    regles            VARCHAR NOT NULL CHECK (length(regles) = 16),
    chiffres          VARCHAR NOT NULL CHECK (length(chiffres) = 16),
    chiffres_complets VARCHAR NOT NULL CHECK (length(chiffres_complets) = 16),
    source            VARCHAR NOT NULL
);
COMMENT ON TABLE clotures IS 'Les séances closes : l''instantané dont elles gardent les chiffres (identite dit lequel, quel que soit son numéro), le jour, la version du logiciel, l''empreinte des règles et celle des chiffres, tels que lus par tous et sans masque';

CREATE TABLE clotures_regles (
    seance_id VARCHAR NOT NULL,
    chemin    VARCHAR NOT NULL,
    texte     VARCHAR NOT NULL,
    source    VARCHAR NOT NULL,
    PRIMARY KEY (seance_id, chemin)
);
COMMENT ON TABLE clotures_regles IS 'Les seuils et le catalogue du jour où une séance est close : chaque fichier, en entier';

-- ── What people enter: each save is a source of format « saisie » ─────────────────────────────────────────────────

CREATE TABLE saisies (
    source   VARCHAR PRIMARY KEY,
    rang     INTEGER NOT NULL CHECK (rang > 0),
    fonction VARCHAR NOT NULL CHECK (trim(fonction) <> ''),
    motif    VARCHAR,
    relue    BOOLEAN NOT NULL
);
COMMENT ON TABLE saisies IS 'Un enregistrement fait sur une page : fonction de son auteur (jamais un nom), motif, et si ses textes libres sont relus ; le rang le plus grand l''emporte';

CREATE TABLE corrections (
    sujet_type VARCHAR NOT NULL CHECK (sujet_type IN ('action', 'evenement', 'seance', 'structure')),
    sujet_id   VARCHAR NOT NULL,
    champ      VARCHAR NOT NULL CHECK (champ IN ('titre', 'statut', 'motif_fin', 'motif_fin_code', 'dimension', 'portee',
                   'date_debut', 'date_debut_precision', 'date_fin', 'date_fin_precision', 'resume', 'lieux', 'mots_cles',
                   'publics', 'initiateurs', 'partenaires', 'nom', 'serie', 'edition', 'tenu_le', 'tenue_le', 'precision',
                   'organisateur', 'code_commune', 'code_zone', 'theme', 'objet', 'presences', 'type', 'siret', 'rna',
                   'structure_id', 'structure', 'code_departement', 'experience', 'description', 'ressources',
                   'personnes_mobilisees', 'resultat_territoire', 'resultat_centre', 'resultat_habitants', 'limites',
                   'perspectives')),
    valeur     VARCHAR,
    source     VARCHAR NOT NULL,
    PRIMARY KEY (sujet_type, sujet_id, champ, source)
);
COMMENT ON TABLE corrections IS 'Champs qu''une saisie dit à la place de ce qui est déclaré : la valeur (NULL : inconnue) ; une liste est celle de ses lignes de même source, et peut être vide';

CREATE TABLE arbitrages (
    table_faits VARCHAR NOT NULL CHECK (table_faits IN ('mesures', 'montants', 'budgets', 'financements')),
    sujet_type  VARCHAR NOT NULL CHECK (sujet_type IN ('action', 'evenement', 'seance', 'instance', 'structure', 'projet')),
    sujet_id    VARCHAR NOT NULL,
    fait        VARCHAR NOT NULL CHECK (length(fait) = 16),
    decision    VARCHAR NOT NULL CHECK (decision IN ('acceptee', 'refusee', 'ecartee')),
    motif       VARCHAR,
    source      VARCHAR NOT NULL,
    PRIMARY KEY (table_faits, fait, source)
);
COMMENT ON TABLE arbitrages IS 'Ce qu''une personne décide d''un fait : il compte (acceptee), non (refusee), ou cède à un autre (ecartee) ; fait : empreinte de ce qu''il dit, qui survit au rechargement de son fichier';

CREATE TABLE fusions (
    structure_id VARCHAR NOT NULL,
    dans         VARCHAR NOT NULL,
    motif        VARCHAR,
    source       VARCHAR NOT NULL,
    PRIMARY KEY (structure_id, source),
    CHECK (structure_id <> dans)
);
COMMENT ON TABLE fusions IS 'Deux structures qui n''en font qu''une : ce qui parle de la première parle de la seconde (dans)';

-- ── Collection campaigns ──────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE campagnes (
    campagne_id VARCHAR PRIMARY KEY,
    annee       INTEGER NOT NULL CHECK (annee BETWEEN 1900 AND 2100),
    ouverte_le  DATE NOT NULL CHECK (year(ouverte_le) BETWEEN 1900 AND 2100),
    source      VARCHAR NOT NULL
);
COMMENT ON TABLE campagnes IS 'Une campagne de collecte : l''année qu''elle demande et le jour où elle est ouverte';

CREATE TABLE campagnes_structures (
    campagne_id  VARCHAR NOT NULL,
    structure_id VARCHAR NOT NULL,
    source       VARCHAR NOT NULL,
    PRIMARY KEY (campagne_id, structure_id)
);
COMMENT ON TABLE campagnes_structures IS 'Les structures à qui une campagne envoie un classeur';

CREATE TABLE campagnes_reponses (
    campagne_id  VARCHAR NOT NULL,
    structure_id VARCHAR NOT NULL,
    recue_le     DATE NOT NULL CHECK (year(recue_le) BETWEEN 1900 AND 2100),
    cellules     INTEGER NOT NULL CHECK (cellules >= 0),
    source       VARCHAR NOT NULL,
    PRIMARY KEY (campagne_id, structure_id, source)
);
COMMENT ON TABLE campagnes_reponses IS 'Un classeur de campagne rendu par une structure, et combien de ses cellules disent autre chose que ce qui était su';
