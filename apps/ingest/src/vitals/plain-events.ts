import { named } from '@lagebild/feeds/ids.ts'
import type { Submission } from '@lagebild/model/event.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'

import { withoutSecrets } from './mask.ts'

export type Keeping = { readonly feed: string; readonly secrets: readonly string[] }

/** Shorter values, and plain words, stand in many texts that say nothing of an address: they are not worth a word of a warning. */
const SHORTEST = 8
const LONG = 20

/** Of what is secret of a feed that by which nothing else can be meant. */
export function unmistakable(secrets: readonly string[]): readonly string[] {
	return secrets.filter((secret) => secret.length >= LONG || (secret.length >= SHORTEST && /\d/.test(secret) && /[a-z]/i.test(secret)))
}

/** Events without the keys of the feed that its source repeats, in an address or in a field. What a thing is called and when it was stays. */
export function plainEvents(events: readonly Submission[], { feed, secrets }: Keeping): readonly Submission[] {
	return events.map((event) => {
		const text = saidIn(event)
		const plain = withoutSecrets(text, secrets)
		return plain === text ? event : replaced(event, { feed, said: plain })
	})
}

function saidIn({ ext, provenance, ...event }: Submission): string {
	return JSON.stringify({ ext, provenance, ...('payload' in event && { payload: event.payload }) })
}

/** Under another id: one id never stands for two bodies. */
function replaced(event: Submission, { feed, said }: { readonly feed: string; readonly said: string }): Submission {
	const parts: unknown = JSON.parse(said)
	const read = readSubmission({ ...event, ...(typeof parts === 'object' && parts) })
	if (!read.ok) return event
	const { id: _id, ...statement } = read.value
	return named(feed, statement)
}
