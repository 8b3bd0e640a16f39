import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Batch } from '@lagebild/model/measurement.ts'
import { readIso } from '@lagebild/model/time.ts'
import { batch, journal, observations, statement } from '@lagebild/picture/testing/entries.ts'
import { dump, fold } from '@lagebild/picture/testing/fold.ts'

import type { Parsed } from '../adapter.ts'

type Said = StatementEvent | Batch

/** What a hub makes entries of, as it does: received when it came, in force when it was observed. */
export function saidOf(parsed: Parsed, received: number): readonly Said[] {
	const events = parsed.events.map(({ op, entity, revision = 0, ...rest }) =>
		statement({ op, entity, at: timeOf(rest.times?.observed, received), n: revision, received, with: rest }),
	)
	const measured = parsed.measurements.flatMap(({ observations: columns, revision = 0 }) => {
		const rows = (columns?.entity ?? []).map((entity, i) => {
			const quality = columns?.quality?.[i]
			const row = { entity, at: timeOf(columns?.observed[i], received), value: columns?.value[i] ?? null }
			return typeof quality === 'string' ? { ...row, quality } : row
		})
		return rows.length === 0 ? [] : [batch(observations(rows, { source: 'probe', n: revision, received }))]
	})
	return [...events, ...measured]
}

function timeOf(text: string | undefined, received: number): number {
	return (text === undefined ? undefined : readIso(text)) ?? received
}

const ABOUT_ORDER: ReadonlySet<string> = new Set(['seq', 'ord', 'k'])

/** The picture of what was said, in this order. Places in the journal and in the picture are left out: they are about the order. */
export function pictureOf(said: readonly Said[]): unknown {
	return JSON.parse(JSON.stringify(dump(fold(journal(...said)))), (key, value: unknown) => (ABOUT_ORDER.has(key) ? 0 : value))
}
