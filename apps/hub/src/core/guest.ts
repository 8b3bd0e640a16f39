import type { Submission } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'

/** `guest`: it reads this operation, a base, through one that shows it, and reports there what it finds (A40). */
export type Speaker = Grant & { readonly guest?: true }

/** What somebody on the spot sees of a facility: of a gate its state, of a dike how it holds. */
const REPORTED: ReadonlySet<string> = new Set(['gate', 'condition'])

/** What a statement says of itself, beside what it says of its thing. */
const ENVELOPE: ReadonlySet<string> = new Set([
	'id',
	'schema',
	'kind',
	'version',
	'entity',
	'op',
	'times',
	'status',
	'revision',
	'clockOffsetMs',
	'origin',
	'provenance',
	'backfill',
	'payload',
])

const REASON = 'this credential reads this base through another operation: it reports how gates and dikes are, and says nothing else there'

/** Nobody vouches for what a retired device hands over (D6). */
function isDoubt(name: string, value: unknown): boolean {
	return name === 'confidence' && value === 'unverified'
}

/** A40: whoever is sent to a gate of a base says how it is; what it is called, to whom it belongs and whoever is sent there is not theirs to say. */
export function guestFault(submission: Submission, { guest }: Speaker): Fault | undefined {
	if (!guest) return undefined
	if (submission.kind !== 'facility') return fault('not-allowed', REASON, 'kind')
	if (submission.op !== 'patch') return fault('not-allowed', REASON, 'op')
	const other = Object.entries(submission).find(([name, value]) => value !== undefined && !ENVELOPE.has(name) && !isDoubt(name, value))
	if (other) return fault('not-allowed', REASON, other[0])
	const field = Object.keys(submission.payload ?? {}).find((name) => !REPORTED.has(name))
	return field === undefined ? undefined : fault('not-allowed', REASON, `payload.${field}`)
}
