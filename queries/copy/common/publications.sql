-- When sources were published: of the sources, all that says when something took place. A load that does not say it
-- changes nothing here.
-- table publications : one row a source that says when it was published

CREATE TABLE publications AS SELECT source, publiee_le FROM sources WHERE publiee_le IS NOT NULL;
