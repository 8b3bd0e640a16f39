import * as z from 'zod'

import { EntityId, OperationId, SourceName } from '../ids.ts'
import { KINDS } from '../kinds/names.ts'
import { Label, Level, Role, SourceRank } from '../label.ts'
import { Instant } from '../time.ts'

const Id = z.string().min(1).max(64)
const Name = z.string().min(1).max(120)
const Organisation = z.string().min(1).max(64)
const Operations = z.union([z.literal('all'), z.array(OperationId)])
const Version = z.int().min(0)
/** Fingerprint of a stored digest and of what is stored beside it: an entry vouches by it for what a table holds. No secret. */
const Seal = z.string().regex(/^[0-9a-f]{32}$/)
/** How often the same happened within the minute that one entry speaks for. */
const Count = z.int().min(1)
const Kinds = z.array(z.enum(KINDS))

const AccountDetail = z.strictObject({
	what: z.literal('account'),
	account: Id,
	name: Name,
	login: z.string().min(1).max(120),
	role: Role,
	organisation: Organisation.exactOptional(),
	clearance: Level,
	operations: Operations,
	state: z.enum(['active', 'ended']),
	breakGlass: z.boolean().exactOptional(),
	version: Version,
})

const KeyDetail = z.strictObject({
	what: z.literal('key'),
	key: Id,
	name: Name,
	source: SourceName,
	rank: SourceRank,
	role: Role,
	organisation: Organisation.exactOptional(),
	clearance: Level,
	operations: Operations,
	kinds: Kinds.exactOptional(),
	submitKinds: Kinds.exactOptional(),
	scopes: z.array(z.string().max(64)).max(64).exactOptional(),
	expires: Instant.exactOptional(),
	budget: z.strictObject({ perSecond: z.number().min(0).exactOptional(), bytes: z.int().min(0).exactOptional() }).exactOptional(),
	state: z.enum(['active', 'revoked']),
	version: Version,
	/** Name of the newer secret of the same credential. */
	rotatedTo: Id.exactOptional(),
	/** Of the secrets that hold; absent of keys from before seals. */
	seals: z.array(Seal).max(1_000).exactOptional(),
	/** Credential that made it; absent of keys from before this was kept. */
	madeBy: Id.exactOptional(),
})

const DeviceDetail = z.strictObject({
	what: z.literal('device'),
	device: Id,
	name: Name,
	unit: EntityId,
	operation: OperationId,
	organisation: Organisation.exactOptional(),
	clearance: Level,
	state: z.enum(['active', 'lost', 'retired']),
	version: Version,
})

const InvitationDetail = z.strictObject({
	what: z.literal('invitation'),
	invitation: Id,
	/** Person as the one who invites knows the name. */
	for: Name,
	role: Role,
	organisation: Organisation.exactOptional(),
	clearance: Level.exactOptional(),
	operations: Operations,
	expires: Instant,
	state: z.enum(['open', 'accepted', 'revoked', 'expired']),
})

/** `null`: no default of its own any more. Without `kind` it holds for all kinds of that organisation. */
const LabelDefaultDetail = z.strictObject({
	what: z.literal('label-default'),
	organisation: Organisation,
	kind: z.enum(KINDS).exactOptional(),
	label: Label.nullable(),
})

const SIGN_IN_WAYS = ['password', 'passkey', 'link', 'oidc', 'device', 'break-glass'] as const
export const SignInWay = z.enum(SIGN_IN_WAYS)
export type SignInWay = z.infer<typeof SignInWay>

const Address = z.string().max(64)
const Why = z.string().max(2_000)

/** What is administered and has no entry of a kind of its own. Entries of newer hubs may name others. */
export const ACTS = [
	'account link made',
	'device invited',
	'feed commanded',
	'link made',
	'operation opened',
	'operation open',
	'operation closed',
	'operation archived',
	'passkey added',
	'passkey removed',
	'password set',
	'password removed',
	'rejects discarded',
	'rejects read again',
	'webhook made',
	'webhook deleted',
	'webhook paused',
	'webhook resumed',
] as const
export type Act = (typeof ACTS)[number]

/** What one entry of the access journal says; the journal's operation is `access`. Never a secret, a password or anything to sign in with. */
export const AccessDetail = z.discriminatedUnion('what', [
	AccountDetail,
	KeyDetail,
	DeviceDetail,
	InvitationDetail,
	LabelDefaultDetail,
	z.strictObject({
		what: z.literal('signed-in'),
		credential: Id,
		session: Id,
		way: SignInWay,
		address: Address.exactOptional(),
		seal: Seal.exactOptional(),
	}),
	z.strictObject({
		what: z.literal('sign-in-refused'),
		login: z.string().max(120).exactOptional(),
		address: Address.exactOptional(),
		count: Count,
		why: Why,
	}),
	/** `ids`: the sessions that ended. */
	z.strictObject({
		what: z.literal('signed-out'),
		credential: Id,
		sessions: z.int().min(0),
		ids: z.array(Id).max(10_000).exactOptional(),
		why: Why,
	}),
	z.strictObject({
		what: z.literal('refused'),
		credential: Id.exactOptional(),
		address: Address.exactOptional(),
		fault: z.string().max(64),
		route: z.string().max(300),
		count: Count,
	}),
	z.strictObject({
		what: z.literal('read'),
		credential: Id,
		operation: OperationId,
		entity: EntityId.exactOptional(),
		scope: z.string().max(300).exactOptional(),
		level: z.literal('restricted'),
		count: Count,
	}),
	z.strictObject({
		what: z.literal('exported'),
		credential: Id,
		operation: OperationId,
		/** What was exported: `journal`, `diary`, `picture` … */
		part: z.string().max(64),
		from: z.int().min(0).exactOptional(),
		to: z.int().min(0).exactOptional(),
	}),
	/** `act`: what was done, `of`: to whom or what. */
	z.strictObject({ what: z.literal('administered'), credential: Id, act: z.string().max(120), of: z.string().max(300) }),
	z.strictObject({
		what: z.literal('erased'),
		operation: OperationId,
		seqs: z.array(z.int().min(1)).max(100_000),
		by: Name,
		reason: Why,
	}),
	z.strictObject({ what: z.literal('corrected'), credential: Id, why: Why }),
])
export type AccessDetail = z.infer<typeof AccessDetail>

export type AccessWhat = AccessDetail['what']
export type DetailOf<W extends AccessWhat> = Extract<AccessDetail, { what: W }>

/** @param of to whom or what it was done */
export function administered(credential: string, act: Act, of: string): DetailOf<'administered'> {
	return { what: 'administered', credential, act, of }
}

/** In an operation's journal, `details` of `regranted`: from this entry on this version of the credential's grant holds. */
export const Regranted = z.strictObject({ credential: Id, version: Version, ended: z.literal(true).exactOptional() })
export type Regranted = z.infer<typeof Regranted>
