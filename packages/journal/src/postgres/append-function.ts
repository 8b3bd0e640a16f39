/** The wall clock of the server, ms: one clock for all hubs. */
const WALL_FUNCTION = `
CREATE FUNCTION lagebild.wall_ms() RETURNS bigint LANGUAGE sql VOLATILE PARALLEL UNSAFE
AS $$ SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;
`

/** ISO 8601 with milliseconds, 24 characters, as it enters the hash. */
const STAMP_FUNCTION = `
CREATE FUNCTION lagebild.stamp(ms bigint) RETURNS bytea LANGUAGE sql STABLE
AS $$ SELECT convert_to(
	to_char(to_timestamp(ms / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.') || lpad((ms % 1000)::text, 3, '0') || 'Z', 'UTF8') $$;
`

const NUMBER_FUNCTION = `
CREATE FUNCTION lagebild.entity_no(p_op integer, p_id text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE found_no bigint;
BEGIN
	SELECT no INTO found_no FROM lagebild.entities WHERE op = p_op AND id = p_id;
	IF found_no IS NULL THEN INSERT INTO lagebild.entities (op, id) VALUES (p_op, p_id) RETURNING no INTO found_no; END IF;
	RETURN found_no;
END $$;
`

/**
 * J2–J5, J17–J19 and J21 for up to some hundred items under the lock of the operation, in one statement. Per item: a letter of \`p_kinds\` (e event, s the journal about itself, b
 * batch as text, p packed batch), 80 bytes of \`p_fixed\` (salt, commitment, digest of what was said), \`p_lengths\` bytes of \`p_bodies\`.
 * What belongs to some items only comes as arrays beside the places of the items (from 1).
 *
 * \`p_since\`: newest entry that the caller knew when it first offered these items; batches have no id and are found among the entries after it.
 * \`p_least\`, \`p_most\`: between these the wall clock has to stand by the caller's monotonic clock, unless it was set; \`p_steps\`: of how
 * many such steps the caller knows. \`p_expected\`: the first item is the entry of a step. In doubt
 * (\`code\` = doubt) nothing is written, and \`recorded_ms\` is the wall clock of the newest entry.
 *
 * \`outcomes\` has a letter per item: n new, k known, m known and of the very same commitment (an earlier attempt of the caller was stored),
 * r reused id, c closed, g grant, d diary. \`notes\` has what else there is to say of an item.
 */
const MAIN_FUNCTION = `
CREATE FUNCTION lagebild.append(
	p_operation text, p_since bigint, p_kinds text, p_ids uuid[], p_credentials text[], p_fixed bytea, p_bodies bytea, p_lengths integer[],
	p_entities text[], p_entity_items integer[], p_grants text[], p_versions bigint[], p_grant_items integer[],
	p_diary text[], p_books text[], p_diary_items integer[], p_least bigint, p_most bigint, p_steps integer, p_expected bigint,
	OUT code text, OUT outcomes text, OUT notes text, OUT hashes bytea, OUT head bigint, OUT prev bytea, OUT recorded_ms bigint, OUT wall bigint,
	OUT epoch text, OUT steps integer
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	DOMAIN constant bytea := convert_to('lagebild-1', 'UTF8');
	n constant integer := length(p_kinds);
	o lagebild.operations%ROWTYPE;
	stamped bytea;
	chain bytea;
	last bigint;
	kind text;
	outcome text;
	digest bytea;
	offered bytea;
	same boolean;
	owner bigint;
	owner_seqs bigint[];
	owner_saids bytea[];
	twins bigint[];
	olds integer[];
	seqs bigint[] := array_fill(NULL::bigint, ARRAY[n]);
	claim integer;
	found_number bigint;
	found_book text;
	found_recorded bigint;
	closed bigint;
	noted jsonb := '[]';
BEGIN
	SELECT * INTO o FROM lagebild.operations WHERE id = p_operation FOR UPDATE;
	IF NOT FOUND THEN code := 'none'; RETURN; END IF;
	wall := lagebild.wall_ms();
	head := o.seq; prev := o.hash; epoch := o.epoch; steps := o.steps; recorded_ms := o.wall;
	IF p_expected IS NOT NULL THEN
		IF p_steps IS DISTINCT FROM o.steps THEN code := 'doubt'; RETURN; END IF;
	ELSIF p_least IS NOT NULL AND p_steps = o.steps THEN
		IF wall < p_least - 1000
			OR wall - extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000 > p_most + 1000 THEN code := 'doubt'; RETURN; END IF;
	ELSIF wall < o.wall - 1000 THEN code := 'doubt'; RETURN;
	END IF;
	recorded_ms := greatest(wall, o.recorded + greatest(0, coalesce(p_expected, wall) - o.wall) / 2);
	stamped := lagebild.stamp(recorded_ms);

	SELECT array_agg(t.seq ORDER BY t.i), array_agg(t.said ORDER BY t.i), array_agg(t.twin ORDER BY t.i) INTO owner_seqs, owner_saids, twins
		FROM (
			SELECT x.i, e.seq, e.said, lag(x.i) OVER (PARTITION BY coalesce(x.id::text, x.i::text), x.credential ORDER BY x.i) AS twin
			FROM unnest(p_ids, p_credentials) WITH ORDINALITY AS x (id, credential, i)
			LEFT JOIN LATERAL (
				SELECT k.seq, k.said FROM lagebild.events k WHERE k.id = x.id AND k.credential = x.credential AND k.op = o.no LIMIT 1
			) e ON true
		) t;
	SELECT coalesce(array_agg(x.item), '{}') INTO olds
		FROM unnest(p_grants, p_versions, p_grant_items) AS x (credential, version, item)
		CROSS JOIN LATERAL (SELECT h.version, h.ended FROM lagebild.grants h WHERE h.op = o.no AND h.credential = x.credential LIMIT 1) g
		WHERE x.version < g.version OR (g.ended AND x.version <= g.version);

	IF o.state <> 'open' THEN closed := (o.body::jsonb ->> 'closed')::bigint; END IF;
	chain := o.hash; last := o.seq; hashes := ''; outcomes := '';
	FOR i IN 1..n LOOP
		kind := substr(p_kinds, i, 1);
		offered := substring(p_fixed FROM (i - 1) * 80 + 17 FOR 32);
		digest := substring(p_fixed FROM (i - 1) * 80 + 49 FOR 32);
		outcome := 'n'; owner := NULL; claim := NULL; found_number := NULL;
		IF kind = 'e' THEN
			IF owner_seqs[i] IS NULL AND twins[i] IS NOT NULL THEN
				owner_seqs[i] := owner_seqs[twins[i]]; owner_saids[i] := owner_saids[twins[i]];
			END IF;
			owner := owner_seqs[i];
			IF owner IS NOT NULL THEN outcome := CASE WHEN owner_saids[i] IS NULL OR owner_saids[i] = digest THEN 'k' ELSE 'r' END; END IF;
		ELSIF kind <> 's' AND o.seq > p_since THEN
			SELECT e.seq INTO owner FROM lagebild.entries e WHERE e.op = o.no AND e.seq > p_since AND e.commitment = offered LIMIT 1;
			IF owner IS NOT NULL THEN outcome := 'k'; END IF;
		END IF;
		IF outcome = 'n' AND kind <> 's' THEN
			IF o.state <> 'open' THEN
				outcome := 'c';
				noted := noted || jsonb_build_object('i', i, 'recorded', closed);
			ELSIF i = ANY (olds) THEN outcome := 'g';
			ELSE
				claim := array_position(p_diary_items, i);
				IF claim IS NOT NULL THEN
					SELECT d.number, d.book INTO found_number, found_book FROM lagebild.entities m JOIN lagebild.diary d ON d.entity = m.no
						WHERE m.op = o.no AND m.id = p_diary[claim];
					IF FOUND THEN
						outcome := 'd';
						noted := noted || jsonb_build_object('i', i, 'number', found_number, 'book', found_book);
					END IF;
				END IF;
			END IF;
		END IF;
		IF outcome = 'n' THEN
			last := last + 1;
			chain := sha256(DOMAIN || chain || int8send(last) || stamped || offered);
			hashes := hashes || chain;
			seqs[i] := last; owner_seqs[i] := last; owner_saids[i] := digest;
			IF claim IS NOT NULL AND p_books[claim] IS NOT NULL THEN
				SELECT coalesce(max(d.number), 0) + 1 INTO found_number FROM lagebild.diary d WHERE d.op = o.no AND d.book = p_books[claim];
				INSERT INTO lagebild.diary (op, seq, book, number, entity)
					VALUES (o.no, last, p_books[claim], found_number, lagebild.entity_no(o.no, p_diary[claim]));
				noted := noted || jsonb_build_object('i', i, 'number', found_number);
			END IF;
		ELSIF outcome = 'k' THEN
			SELECT d.number INTO found_number FROM lagebild.diary d WHERE d.op = o.no AND d.seq = owner;
			SELECT e.recorded, e.commitment = offered INTO found_recorded, same FROM lagebild.entries e WHERE e.op = o.no AND e.seq = owner;
			IF same THEN outcome := 'm'; END IF;
			noted := noted || jsonb_build_object('i', i, 'seq', owner, 'recorded', coalesce(found_recorded, recorded_ms), 'number', found_number);
		END IF;
		outcomes := outcomes || outcome;
	END LOOP;
	notes := noted::text;
	IF last > o.seq THEN
		INSERT INTO lagebild.entries (op, seq, recorded, wall, commitment, hash)
			SELECT o.no, x.seq, recorded_ms, append.wall, substring(p_fixed FROM (x.i - 1)::integer * 80 + 17 FOR 32),
				substring(hashes FROM (x.seq - o.seq - 1)::integer * 32 + 1 FOR 32)
			FROM unnest(seqs) WITH ORDINALITY AS x (seq, i) WHERE x.seq IS NOT NULL;
		INSERT INTO lagebild.events (op, id, credential, seq, said)
			SELECT o.no, x.id, x.credential, x.seq, substring(p_fixed FROM (x.i - 1)::integer * 80 + 49 FOR 32)
			FROM unnest(p_ids, p_credentials, seqs) WITH ORDINALITY AS x (id, credential, seq, i) WHERE x.seq IS NOT NULL AND x.id IS NOT NULL;
		INSERT INTO lagebild.entities (op, id)
			SELECT DISTINCT o.no, x.id FROM unnest(p_entities, p_entity_items) AS x (id, item)
			WHERE seqs[x.item] IS NOT NULL AND (SELECT m.no FROM lagebild.entities m WHERE m.id = x.id AND m.op = o.no LIMIT 1) IS NULL;
		WITH named AS MATERIALIZED (
			SELECT x.item, m.no FROM unnest(p_entities, p_entity_items) AS x (id, item)
			CROSS JOIN LATERAL (SELECT w.no FROM lagebild.entities w WHERE w.id = x.id AND w.op = o.no LIMIT 1) m
			WHERE seqs[x.item] IS NOT NULL
		), mentioned AS (
			INSERT INTO lagebild.mentions (entity, seq) SELECT DISTINCT no, seqs[item] FROM named
		)
		INSERT INTO lagebild.bodies (op, seq, salt, body, packed, entities)
			SELECT o.no, x.seq, substring(p_fixed FROM (x.i - 1)::integer * 80 + 1 FOR 16),
				CASE WHEN substr(p_kinds, x.i::integer, 1) <> 'p' THEN convert_from(substring(p_bodies FROM x.start FOR x.size), 'UTF8') END,
				CASE WHEN substr(p_kinds, x.i::integer, 1) = 'p' THEN substring(p_bodies FROM x.start FOR x.size) END,
				coalesce(g.nos, '{}')
			FROM (
				SELECT y.i, y.seq, y.size, (sum(y.size) OVER (ORDER BY y.i) - y.size + 1)::integer AS start
				FROM unnest(p_lengths, seqs) WITH ORDINALITY AS y (size, seq, i)
			) x LEFT JOIN (SELECT item, array_agg(no) AS nos FROM named GROUP BY item) g ON g.item = x.i
			WHERE x.seq IS NOT NULL;
		INSERT INTO lagebild.batches (op, seq, recorded, size)
			SELECT o.no, x.seq, recorded_ms, x.size FROM unnest(p_lengths, p_ids, seqs) AS x (size, id, seq) WHERE x.seq IS NOT NULL AND x.id IS NULL;
		steps := o.steps + CASE WHEN p_expected IS NULL THEN 0 ELSE 1 END;
		UPDATE lagebild.operations SET seq = last, hash = chain, recorded = recorded_ms, wall = append.wall, steps = append.steps WHERE no = o.no;
	END IF;
	code := 'done';
END $$;
`

export const APPEND_FUNCTION = WALL_FUNCTION + STAMP_FUNCTION + NUMBER_FUNCTION + MAIN_FUNCTION
