import * as z from 'zod'

import { EntityId, OperationId, SourceName } from '../ids.ts'
import { KINDS } from '../kinds/names.ts'
import { Line } from '../kinds/words.ts'
import { Grant, Label, Level, Role, SourceRank } from '../label.ts'
import { Instant, IsoTime } from '../time.ts'
import { SignInWay } from './event.ts'
import { NewPasskey, PasskeyProof } from './passkey.ts'
import { isOwnName } from './sources.ts'

/*
 * Bodies and answers of the access routes (docs/protocol.md, "Access"). Bodies are strict; times that are sent are ISO 8601, times that are
 * answered are milliseconds since 1970.
 */

/** By this a person signs in. Compared without regard to case. */
export const Login = z
	.string()
	.trim()
	.toLowerCase()
	.min(1)
	.max(64)
	.regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u, 'letters, digits and . _ @ + -')
/** Length alone counts (NIST SP 800-63B); what is longer costs the hub time. */
export const NewPassword = z.string().min(12, 'must have at least 12 characters').max(256)
const Password = z.string().min(1).max(1_024)
const Code = z.string().min(1).max(200)
const Name = Line.max(120)
const Organisation = Line.max(64)
const OPERATIONS_SHAPE = "must be 'all' or a list of at most 200 ids of operations"
const Operations = z.union([z.literal('all', OPERATIONS_SHAPE), z.array(OperationId, OPERATIONS_SHAPE).max(200, OPERATIONS_SHAPE)])

// Signing in

/** `GET /api/v1/sign-in`: what this hub offers, before anybody is known. */
export const SignInWays = z.object({
	/** No account exists: the one-time link of the start leads to the first one. */
	firstRun: z.boolean(),
	password: z.boolean(),
	/** False under an address of digits and without TLS: browsers have no passkeys there. */
	passkeys: z.boolean(),
	oidc: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type SignInWays = z.infer<typeof SignInWays>

/** `POST /api/v1/sign-in/password` */
export const PasswordSignIn = z.strictObject({ login: z.string().min(1).max(200), password: Password })
/** `POST /api/v1/sign-in/passkey` */
export const PasskeySignIn = z.strictObject({ passkey: PasskeyProof })

/** One browser of a person. */
export const SessionView = z.object({
	id: z.string(),
	credential: z.string(),
	way: SignInWay,
	address: z.string().optional(),
	/** Browser and system as the browser itself names them. */
	agent: z.string().optional(),
	created: Instant,
	lastSeen: Instant,
	expires: Instant,
	/** The very session that asks. */
	current: z.boolean(),
})
export type SessionView = z.infer<typeof SessionView>

/** Who is signed in: an account as the person itself sees it. */
export const OwnAccount = z.object({
	id: z.string(),
	login: z.string(),
	name: z.string(),
	password: z.boolean(),
	passkeys: z.array(z.object({ id: z.string(), name: z.string().optional(), created: Instant.optional(), lastUsed: Instant.optional() })),
})
export type OwnAccount = z.infer<typeof OwnAccount>

/** `GET /api/v1/session` answers this and `operations`; every way to sign in answers it too. */
export const SessionAnswer = z.object({
	grant: Grant,
	/** Absent: a key or a device asks. */
	session: SessionView.optional(),
	/** Absent: a key, a device, or a one-time link that made itself no account. */
	account: OwnAccount.optional(),
	firstRun: z.boolean(),
	duties: z.array(z.string()),
	/** Signed in with the account for emergencies: the operations have been told. */
	breakGlass: z.literal(true).optional(),
})
export type SessionAnswer = z.infer<typeof SessionAnswer>

/** `POST /api/v1/sign-out`, body optional */
export const SignOut = z.strictObject({ everywhere: z.boolean().default(false) })

// A person's own account

/** `POST /api/v1/account`: a one-time link's session makes itself an account of the same rights. */
export const NewOwnAccount = z.strictObject({ login: Login, name: Name, password: NewPassword.exactOptional() })
/** `PATCH /api/v1/account`. Without `old` a password is set only after a proof of the last ten minutes. */
export const OwnAccountChange = z.strictObject({
	password: z.strictObject({ old: Password.exactOptional(), new: NewPassword }).exactOptional(),
	name: Name.exactOptional(),
})
/** `POST /api/v1/account/proof`: exactly one of them; the passkey answers `POST /api/v1/sign-in/passkey/options`. */
export const OwnProof = z
	.strictObject({ password: Password.exactOptional(), passkey: PasskeyProof.exactOptional() })
	.refine(({ password, passkey }) => (password === undefined) !== (passkey === undefined), {
		error: 'needs either a password or a passkey',
		path: ['password'],
	})
/** `POST /api/v1/account/passkeys` */
export const PasskeyAddition = z.strictObject({ passkey: NewPasskey, name: Name })

// Invitations and accounts

/** What a person may be given. Clearance and operations: at most those of whoever gives them. */
const rights = {
	role: Role.exclude(['integrator']),
	organisation: Organisation.exactOptional(),
	/** Absent: as is usual for the role, at most one's own. */
	clearance: Level.exactOptional(),
	operations: Operations,
}

/** `POST /api/v1/invitations` */
export const NewInvitation = z.strictObject({
	/** Name of the person, as others will see it. */
	for: Name,
	...rights,
	hours: z.int().min(1).max(336).default(72),
})
export const InvitationView = z.object({
	id: z.string(),
	for: z.string(),
	role: Role,
	organisation: z.string().optional(),
	clearance: Level,
	operations: Operations,
	expires: Instant,
	state: z.enum(['open', 'accepted', 'revoked', 'expired']),
})
export type InvitationView = z.infer<typeof InvitationView>
/** The code is told this once: `/#/einladung/CODE` is the person's way in. */
export const CreatedInvitation = z.object({ code: z.string(), invitation: InvitationView })

/** `POST /api/v1/invitations/look` */
export const InvitationLook = z.strictObject({ code: Code })
export const InvitationLooked = InvitationView.pick({ for: true, role: true, organisation: true, operations: true, expires: true })
/** `POST /api/v1/invitations/passkey/options` */
export const InvitationPasskey = z.strictObject({ code: Code, login: Login })
/** `POST /api/v1/invitations/accept`: exactly one of password and passkey. Signs in. */
export const InvitationAcceptance = z
	.strictObject({ code: Code, login: Login, password: NewPassword.exactOptional(), passkey: NewPasskey.exactOptional() })
	.refine(({ password, passkey }) => (password === undefined) !== (passkey === undefined), {
		error: 'needs either a password or a passkey',
		path: ['password'],
	})

export const AccountView = z.object({
	id: z.string(),
	login: z.string(),
	name: z.string(),
	role: Role,
	organisation: z.string().optional(),
	clearance: Level,
	operations: Operations,
	state: z.enum(['active', 'ended']),
	breakGlass: z.boolean(),
	/** Signs in at a provider of identities, and in no other way. */
	provider: z.boolean(),
	version: z.int(),
	created: Instant,
	password: z.boolean(),
	passkeys: z.int(),
	lastSignIn: Instant.optional(),
	/** Browsers that are signed in now. */
	sessions: z.int(),
})
export type AccountView = z.infer<typeof AccountView>

/** `POST /api/v1/accounts/{id}/link`; the address is told this once. */
export const CreatedAccountLink = z.object({ url: z.string(), expires: Instant })

/** `PATCH /api/v1/accounts/{id}`; `null` takes the organisation away. */
export const AccountChange = z
	.strictObject({
		name: Name,
		role: rights.role,
		organisation: Organisation.nullable(),
		clearance: Level,
		operations: Operations,
	})
	.partial()

// Keys

export const KeyBudget = z.strictObject({
	/** Events or rows of measurements a second, on average over some seconds. */
	perSecond: z.number().min(0.1).max(10_000).exactOptional(),
	/** Largest body, bytes. */
	bytes: z.int().min(1_024).max(1_048_576).exactOptional(),
})

const Kinds = z.array(z.enum(KINDS)).min(1).max(KINDS.length)

/** `POST /api/v1/keys` */
export const NewKey = z.strictObject({
	/** Also the source under which the key speaks. */
	name: SourceName.refine((name) => !isOwnName(name), 'is a name of this hub itself'),
	role: Role,
	/** Weight of an integrator's word; only people are people. */
	rank: SourceRank.exclude(['person']).exactOptional(),
	organisation: Organisation.exactOptional(),
	clearance: Level.exactOptional(),
	operations: Operations,
	/** Kinds that the key may read and say; absent: all. */
	kinds: Kinds.exactOptional(),
	/** Kinds that it may say, where those are fewer; absent: as `kinds`. */
	submitKinds: z.array(z.enum(KINDS)).max(KINDS.length).exactOptional(),
	budget: KeyBudget.exactOptional(),
	expires: IsoTime.exactOptional(),
})
export const KeyView = z.object({
	id: z.string(),
	name: z.string(),
	role: Role,
	rank: SourceRank,
	organisation: z.string().optional(),
	clearance: Level,
	operations: Operations,
	kinds: Kinds.optional(),
	submitKinds: z.array(z.enum(KINDS)).optional(),
	budget: z.object({ perSecond: z.number().optional(), bytes: z.number().optional() }).optional(),
	state: z.enum(['active', 'revoked', 'expired']),
	created: Instant,
	/** Credential that made it; its name where it is a person. `ended`: that account is over, and the key goes on. Absent of old keys. */
	madeBy: z.object({ credential: z.string(), name: z.string().optional(), ended: z.literal(true).optional() }).optional(),
	expires: Instant.optional(),
	lastUsed: Instant.optional(),
	/** After a rotation: until when the old secret still holds. */
	overlapUntil: Instant.optional(),
})
export type KeyView = z.infer<typeof KeyView>
/** The key itself is told this once and stored nowhere. */
export const CreatedKey = z.object({ id: z.string(), key: z.string() })
/** `POST /api/v1/keys/{id}/rotate`, body optional */
export const KeyRotation = z.strictObject({ overlapMinutes: z.int().min(0).max(43_200).default(1_440) })

// Devices

/** `POST /api/v1/devices/enrolments` */
export const NewEnrolment = z.strictObject({
	unit: EntityId.refine((id) => id.startsWith('unit:'), 'must be the id of a unit'),
	operation: OperationId,
	name: Name,
	organisation: Organisation.exactOptional(),
	clearance: Level.exactOptional(),
})
/** Single use, five minutes: shown as a QR code of `/field/#CODE`. */
export const CreatedEnrolment = z.object({ code: z.string(), expires: Instant })
export const DeviceView = z.object({
	id: z.string(),
	unit: EntityId,
	operation: OperationId,
	name: z.string(),
	organisation: z.string().optional(),
	state: z.enum(['active', 'lost', 'retired']),
	created: Instant,
	lastContact: Instant.optional(),
})
export type DeviceView = z.infer<typeof DeviceView>
/** `POST /api/v1/devices/{id}/revoke`. Lost: the tablet wipes all. Retired: it keeps what it has not sent and may deposit it. */
export const DeviceRevocation = z.strictObject({ how: z.enum(['lost', 'retired']) })

// Labels by default

export const LabelDefault = z.object({ organisation: z.string(), kind: z.enum(KINDS).optional(), label: Label })
export type LabelDefault = z.infer<typeof LabelDefault>
/** `PUT /api/v1/label-defaults`; a label of `null` removes the default. */
export const LabelDefaultChange = z.strictObject({
	organisation: Organisation,
	kind: z.enum(KINDS).exactOptional(),
	label: Label.nullable(),
})

// Audit

/** One entry of the access journal. `details` is an `AccessDetail`. */
export const AuditEntry = z.object({
	seq: z.int(),
	recorded: Instant,
	by: z.string(),
	details: z.looseObject({ what: z.string() }),
})
export type AuditEntry = z.infer<typeof AuditEntry>
/** `GET /api/v1/audit`, newest first; `next` is the `before` of the page after this one. */
export const AuditPage = z.object({ entries: z.array(AuditEntry), next: z.int().optional() })
export type AuditPage = z.infer<typeof AuditPage>
