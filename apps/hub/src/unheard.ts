import { Regranted } from '@lagebild/model/access/event.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { Grant } from '@lagebild/model/label.ts'

/** N13: the entry says that a credential may do something else now, and this hub has not heard yet what. */
export function isUnheard({ body }: Entry, grantOf: (credential: string) => Grant | 'same' | undefined): boolean {
	if (body.type !== 'event' || isStatement(body.event) || body.event.op !== 'regranted') return false
	const read = Regranted.safeParse(body.event.details)
	if (!read.success) return false
	const { credential, version, ended = false } = read.data
	const known = grantOf(credential)
	if (known === 'same') return false
	return ended ? known !== undefined : known === undefined || known.version < version
}
