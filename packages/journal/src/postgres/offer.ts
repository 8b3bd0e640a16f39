import { packBatch } from '../body.ts'
import type { DiaryClaim, GrantVersion, Prepared } from '../port.ts'
import type { Sealed } from '../seal.ts'
import type { Expectation } from './server-clock.ts'

/** What the function `lagebild.append` is given for one entry. */
export type Offer = Sealed & {
	/** e: event, s: the journal about itself, b: batch. */
	readonly kind: 'e' | 's' | 'b'
	/** Absent: a batch. */
	readonly id?: string
	readonly credential: string
	readonly said: string
	readonly entities: readonly string[]
	readonly grants?: readonly GrantVersion[]
	readonly diary?: DiaryClaim
}

export function offerOf({ body, canonical, salt, commit, said, credential, entities, diary, ...admitted }: Prepared): Offer {
	const grants = admitted.partVersions ?? (admitted.grantVersion && [admitted.grantVersion])
	const offer = { canonical, salt, commit, said, credential, entities, ...(grants && { grants }) }
	if (body.type === 'batch') return { ...offer, kind: 'b' }
	return { ...offer, kind: 'e', id: body.event.id, ...(diary && { diary }) }
}

export type Request = {
	readonly operation: string
	/** Newest entry that was known when these were offered first. */
	readonly since: number
	readonly offers: readonly Offer[]
	readonly clock: Expectation | undefined
	/** Where the clock should have stood: the first of the offers is the entry about it. */
	readonly expected?: number
}

export const APPEND =
	'SELECT * FROM lagebild.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)'

/** The values of `APPEND`. Bodies, salts and digests are two runs of bytes, which go to the server as they are. */
export function appendValues({ operation, since, offers, clock, expected }: Request): readonly unknown[] {
	const bodies = offers.map(({ kind, canonical }) => (kind === 'b' ? packBatch(canonical) : canonical))
	const kinds = offers.map(({ kind }, index) => (typeof bodies[index] === 'string' ? kind : 'p'))
	const raw = bodies.map((body) => Buffer.from(body))
	const fixed = Buffer.from(offers.map(({ salt, commit, said }) => salt + commit + said).join(''), 'hex')
	const mentions = spread(offers, ({ entities }) => entities)
	const grants = spread(offers, ({ grants: versions = [] }) => versions)
	const diary = spread(offers, ({ diary: claim }) => (claim ? [claim] : []))
	return [
		operation,
		since,
		kinds.join(''),
		offers.map(({ id }) => id ?? null),
		offers.map(({ credential }) => credential),
		fixed,
		Buffer.concat(raw),
		raw.map(({ length }) => length),
		mentions.map(({ value }) => value),
		mentions.map(({ item }) => item),
		grants.map(({ value }) => value.credential),
		grants.map(({ value }) => value.version),
		grants.map(({ item }) => item),
		diary.map(({ value }) => value.entity),
		diary.map(({ value }) => value.book ?? null),
		diary.map(({ item }) => item),
		clock?.least ?? null,
		clock?.most ?? null,
		clock?.steps ?? null,
		expected ?? null,
	]
}

/** What belongs to some offers only, beside the places of these, from 1. */
function spread<T>(offers: readonly Offer[], of: (offer: Offer) => readonly T[]): readonly { readonly value: T; readonly item: number }[] {
	return offers.flatMap((offer, index) => of(offer).map((value) => ({ value, item: index + 1 })))
}
