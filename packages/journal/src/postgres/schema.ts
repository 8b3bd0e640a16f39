import { APPEND_FUNCTION } from './append-function.ts'

/**
 * `operations` holds the head of each journal, so that its row is lock and head in one; `entries` is the chain, `bodies` what can be erased
 * from it. A body is canonical text, or a batch packed by `packBatch`. `entities` in `bodies` lists the numbers under which `mentions` finds
 * the entry. `steps` counts the entries `clock-step`, so that of several hubs one writes it;
 * `rewritten` is the newest entry that erased what somebody said, or began an epoch: no picture from before it is kept.
 */
const TABLES = `
	CREATE TABLE lagebild.operations (
		no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, body text NOT NULL, state text NOT NULL, epoch text NOT NULL,
		seq bigint NOT NULL, hash bytea NOT NULL, recorded bigint NOT NULL, wall bigint NOT NULL, steps integer NOT NULL DEFAULT 0,
		rewritten bigint NOT NULL DEFAULT 0
	) WITH (fillfactor = 20);
	CREATE TABLE lagebild.entries (
		op integer NOT NULL, seq bigint NOT NULL, recorded bigint NOT NULL, wall bigint NOT NULL, commitment bytea NOT NULL, hash bytea NOT NULL,
		PRIMARY KEY (op, seq)
	);
	CREATE TABLE lagebild.bodies (
		op integer NOT NULL, seq bigint NOT NULL, salt bytea NOT NULL, body text, packed bytea, entities bigint[] NOT NULL,
		PRIMARY KEY (op, seq), CHECK ((body IS NULL) <> (packed IS NULL))
	);
	ALTER TABLE lagebild.bodies ALTER packed SET STORAGE EXTERNAL;
	CREATE TABLE lagebild.batches (op integer NOT NULL, seq bigint NOT NULL, recorded bigint NOT NULL, size bigint NOT NULL, PRIMARY KEY (op, seq));
	CREATE TABLE lagebild.events (
		op integer NOT NULL, id uuid NOT NULL, credential text NOT NULL, seq bigint NOT NULL, said bytea, PRIMARY KEY (id, credential, op)
	);
	CREATE TABLE lagebild.entities (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, op integer NOT NULL, id text NOT NULL, UNIQUE (id, op));
	CREATE TABLE lagebild.mentions (entity bigint NOT NULL, seq bigint NOT NULL, PRIMARY KEY (entity, seq));
	CREATE TABLE lagebild.diary (
		op integer NOT NULL, seq bigint NOT NULL, book text NOT NULL, number bigint NOT NULL, entity bigint,
		PRIMARY KEY (op, seq), UNIQUE (op, book, number)
	);
	CREATE INDEX diary_entity ON lagebild.diary (entity);
	CREATE TABLE lagebild.grants (op integer NOT NULL, credential text NOT NULL, version bigint NOT NULL, ended boolean NOT NULL, PRIMARY KEY (op, credential));
	CREATE TABLE lagebild.checkpoints (op integer NOT NULL, seq bigint NOT NULL, checkpoint text NOT NULL, PRIMARY KEY (op, seq));
	CREATE TABLE lagebild.snapshots (
		op integer NOT NULL, seq bigint NOT NULL, hash bytea NOT NULL, digest bytea NOT NULL, body bytea NOT NULL, PRIMARY KEY (op, seq)
	);
	ALTER TABLE lagebild.snapshots ALTER body SET STORAGE EXTERNAL;
`

/** What brings the tables of journals from one version to the next. A step that was released is never changed. */
export const JOURNAL_STEPS: readonly string[] = [TABLES + APPEND_FUNCTION]
