-- Hands a dossier over to a role that nobody logs in as, and lets the members of another add to it under their own names.
-- Run by a superuser, again after each upgrade; {schema}, {owner} and {members} are filled in.

CREATE TABLE IF NOT EXISTS {schema}.team (role name PRIMARY KEY, reviewer text NOT NULL COLLATE "C");

CREATE OR REPLACE FUNCTION {schema}.variorum_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'what is recorded stays: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END
$body$;

CREATE OR REPLACE FUNCTION {schema}.variorum_check() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $body$
DECLARE
  ranks CONSTANT text[] := ARRAY['reader', 'coder', 'reviewer', 'adjudicator', 'admin'];
  content json;
  who text;
  standing text;
  needed text := 'coder';
  setting record;
  newest record;
BEGIN
  SELECT t.reviewer INTO who FROM team t WHERE t.role = session_user;
  IF who IS NULL THEN
    RAISE EXCEPTION 'the role % is nobody in this team', session_user USING ERRCODE = '42501';
  END IF;
  -- Nothing that is recorded can be taken away again: what would stand out of its turn may not come in.
  SELECT l.seq, l.recorded_at INTO newest FROM ledger l ORDER BY l.seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(newest.seq, 0) + 1 OR NEW.recorded_at < newest.recorded_at THEN
    RAISE EXCEPTION 'entry % of % comes out of its turn', NEW.seq, NEW.recorded_at USING ERRCODE = '42501';
  END IF;
  -- The list of reviewers is in the ledger, which nobody can alter; before there is one everybody may do everything.
  IF EXISTS (SELECT 1 FROM ledger WHERE kind = 'reviewer') THEN
    SELECT CASE WHEN change ->> 'action' = 'retire' THEN NULL ELSE change ->> 'role' END INTO standing
      FROM (SELECT l.seq, convert_from(l.body, 'UTF8')::json AS change FROM ledger l WHERE l.kind = 'reviewer') changes
     WHERE change ->> 'name' = who ORDER BY seq DESC LIMIT 1;
  ELSE
    standing := 'admin';
  END IF;
  content := convert_from(NEW.body, 'UTF8')::json;
  IF NEW.kind IN ('decision', 'event', 'amendment', 'reviewer', 'redaction') THEN
    IF (content ->> 'reviewer') IS DISTINCT FROM who THEN
      RAISE EXCEPTION '% records as % and not as %', session_user, who, content ->> 'reviewer' USING ERRCODE = '42501';
    END IF;
    needed := CASE
      WHEN NEW.kind IN ('reviewer', 'redaction') THEN 'admin'
      WHEN NEW.kind <> 'decision' THEN 'reviewer'
      WHEN coalesce(content ->> 'adjudicates', '') NOT IN ('', 'false', '[]') THEN 'adjudicator'
      WHEN EXISTS (SELECT 1 FROM json_array_elements_text(coalesce(content -> 'assignees', '[]'::json)) AS a(name)
                    WHERE substr(a.name, 2) <> who) THEN 'adjudicator'
      -- Undoing takes the role of what is undone, which the program checks and `audit verify` checks again.
      WHEN content ->> 'action' IN ('confirm', 'reject', 'different_event', 'set_scope', 'tag', 'undo') THEN 'coder'
      ELSE 'reviewer' END;
  ELSIF NEW.kind = 'vocabulary' THEN
    FOR setting IN
      SELECT tables.name, one.value ->> 'by' AS author
        FROM unnest(ARRAY['policies', 'protocol', 'sources', 'names', 'memberships']) AS tables(name),
             LATERAL json_each(coalesce(content -> tables.name, json_build_object())) AS one(name, value)
    LOOP
      IF setting.author IS DISTINCT FROM who THEN
        RAISE EXCEPTION '% records as % and not as %', session_user, who, setting.author USING ERRCODE = '42501';
      END IF;
      needed := CASE WHEN setting.name IN ('policies', 'protocol') OR needed = 'admin' THEN 'admin' ELSE 'reviewer' END;
    END LOOP;
  END IF;
  IF coalesce(array_position(ranks, standing), 0) < array_position(ranks, needed) THEN
    RAISE EXCEPTION '% is listed as % in this dossier, and this takes the role %', who, coalesce(standing, 'nobody'), needed
      USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END
$body$;

DROP TRIGGER IF EXISTS ledger_stays ON {schema}.ledger;
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.ledger
  FOR EACH STATEMENT EXECUTE FUNCTION {schema}.variorum_refuse();
DROP TRIGGER IF EXISTS originals_stay ON {schema}.originals;
CREATE TRIGGER originals_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.originals
  FOR EACH STATEMENT EXECUTE FUNCTION {schema}.variorum_refuse();
DROP TRIGGER IF EXISTS ledger_is_signed_for ON {schema}.ledger;
CREATE TRIGGER ledger_is_signed_for BEFORE INSERT ON {schema}.ledger
  FOR EACH ROW EXECUTE FUNCTION {schema}.variorum_check();
CREATE INDEX IF NOT EXISTS ledger_reviewers ON {schema}.ledger (seq) WHERE kind = 'reviewer';

ALTER SCHEMA {schema} OWNER TO {owner};
ALTER FUNCTION {schema}.variorum_refuse() OWNER TO {owner};
ALTER FUNCTION {schema}.variorum_check() OWNER TO {owner};
REVOKE ALL ON SCHEMA {schema} FROM PUBLIC;
GRANT USAGE ON SCHEMA {schema} TO {members};
