import { HASH_BYTES, SALT_BYTES } from '../chain.ts'
import type { DiaryClaim, GrantVersion, Prepared } from '../port.ts'
import { uuidBytes } from './columns.ts'
import type { Claims, WriteItems } from './messages.ts'

const ID_BYTES = 16
const BATCH_BYTES = SALT_BYTES + HASH_BYTES
const EVENT_BYTES = BATCH_BYTES + ID_BYTES + HASH_BYTES

/** One item, as the writer has it. Its bytes lie in those of the message. */
export type WriteItem = {
	readonly canonical: string
	readonly salt: Uint8Array
	readonly commit: Uint8Array
	readonly entities: readonly string[]
	readonly grants?: readonly GrantVersion[]
	/** Absent: a batch. */
	readonly event?: WriteEvent
}

export type WriteEvent = { readonly id: Uint8Array; readonly credential: string; readonly said: Uint8Array; readonly diary?: DiaryClaim }

export function packItems(prepared: readonly Prepared[]): WriteItems {
	const size = prepared.reduce((sum, { body }) => sum + (body.type === 'event' ? EVENT_BYTES : BATCH_BYTES), 0)
	const bytes = Buffer.from(new ArrayBuffer(size))
	const claims = new Map<number, Claims>()
	let at = 0
	prepared.forEach((item, index) => {
		at = writeBytes(bytes, at, item)
		const claim = claimsOf(item)
		if (claim) claims.set(index, claim)
	})
	return {
		canonical: prepared.map(({ canonical }) => canonical),
		entities: prepared.map(({ entities }) => entities),
		credentials: prepared.map(({ body, credential }) => (body.type === 'event' ? credential : null)),
		bytes,
		claims,
	}
}

function writeBytes(bytes: Buffer, at: number, { body, salt, commit, said }: Prepared): number {
	bytes.write(salt, at, 'hex')
	bytes.write(commit, at + SALT_BYTES, 'hex')
	if (body.type === 'batch') return at + BATCH_BYTES
	bytes.set(uuidBytes(body.event.id), at + BATCH_BYTES)
	bytes.write(said, at + BATCH_BYTES + ID_BYTES, 'hex')
	return at + EVENT_BYTES
}

function claimsOf({ diary, grantVersion, partVersions }: Prepared): Claims | undefined {
	const grants = partVersions ?? (grantVersion && [grantVersion])
	if (!grants && !diary) return undefined
	return { ...(grants && { grants }), ...(diary && { diary }) }
}

export function unpackItems({ canonical, entities, credentials, bytes, claims }: WriteItems): readonly WriteItem[] {
	let at = 0
	const next = (length: number): Uint8Array => bytes.subarray(at, (at += length))
	return canonical.map((text, index) => {
		const { grants, diary } = claims.get(index) ?? {}
		const credential = credentials[index] ?? null
		const [salt, commit] = [next(SALT_BYTES), next(HASH_BYTES)]
		const event = credential === null ? undefined : { id: next(ID_BYTES), said: next(HASH_BYTES), credential, ...(diary && { diary }) }
		return { canonical: text, salt, commit, entities: entities[index] ?? [], ...(grants && { grants }), ...(event && { event }) }
	})
}
