import type { Directory, LabelDefault } from '@lagebild/model/access/directory.ts'
import type { AccessDetail, DetailOf, SignInWay } from '@lagebild/model/access/event.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import type { Grant, Level, Role } from '@lagebild/model/label.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Budget, KeyRequest, LinkRequest } from './grants.ts'

/**
 * Times are epoch ms. `by` is a credential, `system` or `command line`. Whatever changes what somebody may see or say is written together
 * with the entry that says so, in one transaction, and told to `onChange` before the call returns.
 */
export type By = string

/** A refusal that says when to try again. */
export type Slowed = Fault & { readonly retryAfterMs?: number }

export type Operations = 'all' | readonly string[]

export type Account = Omit<DetailOf<'account'>, 'what'>
export type AccountRequest = {
	/** What the person types to sign in; lower case. Also the source under which it speaks. */
	readonly login: string
	readonly name: string
	readonly role: Role
	readonly operations: Operations
	readonly organisation?: string
	readonly clearance?: Level
	readonly breakGlass?: boolean
}
/** What is absent stays; another role without a clearance brings its usual one. */
export type AccountChange = {
	readonly name?: string | undefined
	readonly role?: Role | undefined
	readonly operations?: Operations | undefined
	readonly clearance?: Level | undefined
	/** `null`: of none. */
	readonly organisation?: string | null | undefined
}
export type ListedAccount = Account & {
	readonly created: number
	readonly hasPassword: boolean
	readonly passkeys: number
	/** Last sign-in. */
	readonly lastUsed?: number
}

/** Address; or a browser that signed in to this account before and has tries of its own, whoever shares its address. */
export type Sender = string | { readonly address: string; readonly browser: string }

export type Accounts = {
	/** Fault `login-taken` of a login that somebody has, or whose source name a key uses. */
	readonly createAccount: (request: AccountRequest, by: By) => Result<Account>
	readonly changeAccount: (id: string, change: AccountChange, by: By) => Result<Account>
	/** Ends its sessions too. */
	readonly endAccount: (id: string, by: By) => Result<Account>
	/** Oldest first; ended ones included. */
	readonly accounts: () => readonly ListedAccount[]
	readonly accountById: (id: string) => Account | undefined
	/** Of an active account only. */
	readonly accountByLogin: (login: string) => Account | undefined
	/** Refuses what is easily guessed (`bad-message`, path `password`). Other sessions go on: see `endSessions`. */
	readonly setPassword: (id: string, password: string, by: By) => Promise<Result<Account>>
	readonly removePassword: (id: string, by: By) => Result<Account>
	/**
	 * Counted per login and sender, never per login alone. An unknown login takes as long as a wrong password. Faults: `unauthenticated`,
	 * `too-many-requests` with `retryAfterMs`.
	 */
	readonly checkPassword: (login: string, password: string, from: Sender) => Promise<Result<Account, Slowed>>
}

export type NewPasskey = {
	/** Credential id, base64url. */
	readonly id: string
	/** COSE key. */
	readonly publicKey: Uint8Array<ArrayBuffer>
	readonly counter: number
	readonly transports?: readonly string[]
	readonly name: string
}
export type Passkey = NewPasskey & { readonly account: string; readonly created: number; readonly lastUsed?: number }

export type Passkeys = {
	readonly addPasskey: (account: string, passkey: NewPasskey, by: By) => Result<Passkey>
	readonly passkeysOf: (account: string) => readonly Passkey[]
	/** Of an active account only. */
	readonly passkeyById: (id: string) => Passkey | undefined
	/** @returns false when the counter did not grow although it counts: a copy was used. */
	readonly countPasskey: (id: string, counter: number) => boolean
	readonly removePasskey: (account: string, id: string, by: By) => boolean
}

/** How somebody signed in. */
export type Way = SignInWay
export type SessionRequest = ({ readonly account: string } | { readonly grant: Grant }) & {
	readonly way: Way
	readonly address?: string
	/** User-Agent, to tell sessions apart in the list. */
	readonly agent?: string
	/** Absent: twelve hours. */
	readonly ttlMs?: number
}
export type Session = {
	readonly id: string
	readonly credential: string
	readonly way: Way
	readonly address?: string
	readonly agent?: string
	readonly created: number
	readonly lastUsed: number
	readonly expires: number
}
export type StartedSession = { readonly token: string; readonly session: Session; readonly grant: Grant }

export type Sessions = {
	/** A code that signs one person in once, without an account. */
	readonly createLink: (request: LinkRequest, by?: By) => string
	/**
	 * A code that begins a session of this account once, for fifteen minutes. Fault `not-found` when it is not active, `not-allowed` when it is
	 * one of a provider of identities or for emergencies.
	 */
	readonly createAccountLink: (account: string, by: By) => Result<{ readonly code: string; readonly expires: number }>
	/** Undefined when the code is unknown, too old or was used before, or its account is no more. */
	readonly redeem: (code: string, from?: { readonly address?: string; readonly agent?: string }) => StartedSession | undefined
	/** Always a new token: one that somebody planted beforehand is worth nothing. Undefined when the account is not active. */
	readonly startSession: (request: SessionRequest) => StartedSession | undefined
	/** What the account may do now, not what it could when the session began. */
	readonly grantOfSession: (token: string) => Grant | undefined
	readonly sessionOfToken: (token: string) => Session | undefined
	readonly endSession: (token: string, why?: string) => void
	/** Those that hold, newest first. */
	readonly sessionsOf: (credential: string) => readonly Session[]
	/** Those of people and screens without an account, newest first, with the name that their link gave them. */
	readonly sessionsByLink: () => readonly (Session & { readonly name: string; readonly role: Role })[]
	readonly sessionById: (id: string) => Session | undefined
	/** All of a credential, but for the session of that id. @returns how many held until now. */
	readonly endSessions: (credential: string, except?: string, why?: string) => number
	readonly endSessionById: (id: string, why?: string) => boolean
	/** Somebody is signed in. */
	readonly hasSessions: () => boolean
}

export type Invitation = Omit<DetailOf<'invitation'>, 'what' | 'clearance'> & { readonly clearance: Level }
export type InvitationRequest = {
	/** The person, as the account will be named. */
	readonly name: string
	readonly role: Role
	readonly operations: Operations
	readonly organisation?: string
	readonly clearance?: Level
	/** Absent: seven days. */
	readonly ttlMs?: number
}
export type Invitations = {
	/** The code is returned once and stored nowhere. */
	readonly invite: (request: InvitationRequest, by: By) => { readonly code: string; readonly invitation: Invitation }
	/** Only of an open one. */
	readonly invitationOf: (code: string) => Invitation | undefined
	/** Oldest first; also those that are over. */
	readonly invitations: () => readonly Invitation[]
	readonly revokeInvitation: (id: string, by: By) => boolean
	/** Faults: `unauthenticated` (no such open invitation), `login-taken`, `bad-message` (password or login). One transaction. */
	readonly acceptInvitation: (
		code: string,
		as: { readonly login: string; readonly name?: string; readonly password?: string },
	) => Promise<Result<Account>>
}

/** A key as it may be listed: nothing in it lets anybody in. */
export type KeyEntry = {
	readonly id: string
	readonly grant: Grant
	readonly created: number
	readonly revoked?: number
	/** To within a minute. */
	readonly lastUsed?: number
	readonly budget?: Budget
	/** Until then the secret before the last rotation holds too. */
	readonly overlapEnds?: number
	/** Absent of keys from before this was kept. */
	readonly madeBy?: By
}
export type Spending = {
	/** Largest body, bytes; absent: as the hub says. */
	readonly bytes?: number
	/** Takes one submission of so many items. @returns ms to wait when the budget is used up (nothing was taken then), 0 when it may. */
	readonly take: (items: number) => number
}
export type Keys = {
	/** The key itself is returned once and stored nowhere. @throws ZodError when a part cannot be in a grant. */
	readonly createKey: (request: KeyRequest, by?: By) => { readonly key: string; readonly id: string }
	/**
	 * The key of a program of this installation: the same for whoever asks with the same request, so that two runners of one feed are one
	 * credential. One that was revoked gives way to another. It follows from a secret that is kept beside the keys.
	 */
	readonly programKey: (request: KeyRequest, by: By) => string
	/** Undefined for unknown, revoked and expired keys alike. */
	readonly grantOfKey: (key: string) => Grant | undefined
	/** A new secret for the same credential; the old one holds until the overlap ends. Undefined when it is not active. */
	readonly rotateKey: (id: string, options: { readonly overlapMs: number }, by: By) => { readonly key: string } | undefined
	/** Revokes every key of that name. @returns how many were valid until now. */
	readonly revokeKey: (name: string, by?: By) => number
	readonly revokeKeyById: (id: string, by: By) => boolean
	/** Oldest first; revoked ones included. */
	readonly listKeys: () => readonly KeyEntry[]
	/** The same, as HTTP tells it. */
	readonly keys: () => readonly KeyEntry[]
	/** What a credential may send: no key, and a key without a budget, as it likes. */
	readonly budgetOf: (credential: string) => Spending
}

export type Device = Omit<DetailOf<'device'>, 'what'>
export type EnrolmentRequest = {
	readonly unit: EntityId
	readonly operation: OperationId
	/** As people tell the tablet from others. */
	readonly name: string
	readonly organisation?: string
	readonly clearance?: Level
	/** Name of the person who invites, for the crew; absent: `by` itself. */
	readonly invitedBy?: string
}
export type ListedDevice = Device & {
	readonly created: number
	/** When it was lost or retired. */
	readonly revoked?: number
	readonly lastContact?: number
	readonly agent?: string
}
export type Devices = {
	/** Five minutes, once. */
	readonly createEnrolment: (request: EnrolmentRequest, by: By) => { readonly code: string; readonly expires: number }
	/** Faults: `unauthenticated` (no such open code), `bad-message` (no P-256 key; path `publicKey`). */
	readonly enrol: (
		code: string,
		/** `name`: what the crew calls it, in place of the name in the invitation. */
		by: { readonly publicKeySpki: Uint8Array; readonly agent?: string; readonly name?: string },
	) => Result<{ readonly device: Device; readonly grant: Grant; readonly invitedBy: string }>
	/** A nonce is given to unknown devices too: the answer tells nothing. */
	readonly challenge: (device: string) => { readonly nonce: string; readonly expires: number }
	/** ECDSA P-256 with SHA-256, IEEE P1363, over `lagebild-device-1\n<device>\n<nonce>`. Fault `unauthenticated`; `device-lost` and `device-retired` to the genuine one. */
	readonly proveDevice: (
		device: string,
		nonce: string,
		signature: Uint8Array,
	) => Result<{ readonly token: string; readonly expires: number; readonly grant: Grant }>
	/**
	 * As `proveDevice`, but good for a retired device alone; its grant is the last that it had. Faults: `unauthenticated`, and to the genuine
	 * one `device-lost` or, while it is in use, `bad-state`.
	 */
	readonly proveRetired: (
		device: string,
		nonce: string,
		signature: Uint8Array,
	) => Result<{ readonly device: ListedDevice; readonly grant: Grant }>
	/** It is connected now. */
	readonly sawDevice: (id: string) => void
	readonly grantOfDeviceToken: (token: string) => Grant | undefined
	/** Undefined when there is no such active device. */
	readonly revokeDevice: (id: string, how: 'lost' | 'retired', by: By) => Device | undefined
	/** Oldest first; revoked ones included. */
	readonly devices: () => readonly ListedDevice[]
	readonly deviceById: (id: string) => Device | undefined
}

/** What somebody is to sign, or brings back, once: at whichever hub. */
export type Challenges = {
	/** Asking costs nothing: it carries its purpose and its end in itself. */
	readonly makeChallenge: (purpose: string, ttlMs: number) => string
	/** For this purpose, in time, and not answered yet. */
	readonly challengeHolds: (challenge: string, purpose: string) => boolean
	/** Answers it for the last time. @returns whether it held until then. */
	readonly spendChallenge: (challenge: string, purpose: string) => boolean
	/** The same of anything that has an id. @returns false when it was spent before. @param until when it is over anyway */
	readonly spend: (id: string, until: number) => boolean
}

/** A secret that hubs share; it seals what others keep for them, and lets nobody in. */
export type SharedSecret = 'provider sign-in' | 'known browsers'

export type Kept = {
	readonly secret: (name: SharedSecret) => Uint8Array<ArrayBuffer>
	/** One from before it was kept here. */
	readonly setSecret: (name: SharedSecret, value: Uint8Array) => void
	/** 0: this session has not proved again whose it is. */
	readonly provenUntil: (session: string) => number
	readonly proveSession: (session: string, until: number) => void
	/** By which provider a session began, and what ends it there, as the hub sealed it. */
	readonly providerSession: (session: string) => { readonly provider: string; readonly sealed: string } | undefined
	readonly keepProviderSession: (
		session: string,
		begun: { readonly provider: string; readonly sealed: string; readonly expires: number },
	) => void
	readonly dropProviderSession: (session: string) => void
}

export type LabelDefaults = {
	readonly labelDefaults: () => readonly LabelDefault[]
	/** `null` takes it back. */
	readonly setLabelDefault: (wanted: Omit<DetailOf<'label-default'>, 'what'>, by: By) => void
}

/** An entry that waits for its journal. */
export type PendingEntry = {
	/** Order of writing. */
	readonly n: number
	/** Idempotency key in the journal. */
	readonly id: string
	readonly at: number
	readonly by: By
	readonly detail: AccessDetail
}
export type Outbox = {
	/** Something for the audit that changes nothing; needs no `write`. `refused`, `sign-in-refused` and `read` of one minute are counted together. */
	readonly record: (detail: AccessDetail, by: By) => void
	/** Oldest first. */
	readonly pending: (limit: number) => readonly PendingEntry[]
	/** They are in the journal now. */
	readonly moved: (entries: readonly Pick<PendingEntry, 'n'>[]) => void
	/** Looks for what other processes wrote since, and tells `onChange` of it. Cheap when there is nothing. */
	readonly poll: () => void
	/**
	 * Makes the tables what the entries say: all of them, those of the journal and those still pending. What has ended in the tables never
	 * comes back. A session or a key's secret that no entry vouches for ends. @returns what was corrected, each as an entry too.
	 * @param signIns of the journal, oldest first: at least those `signed-in` and `signed-out` that are no older than a session can be.
	 */
	readonly correct: (directory: Directory, signIns: readonly AccessDetail[]) => readonly DetailOf<'corrected'>[]
	/** Called when there may be something pending; `mine`: another hub does not move it. Returns the way to stop it. */
	readonly onPending: (listener: (mine: boolean) => void) => () => void
}

export type Changes = {
	/** Called with each credential whose grant or sessions are other ones now. Returns the way to stop it. */
	readonly onChange: (listener: (credential: string) => void) => () => void
	/** What this credential may do now, whatever lets it in. Undefined when it is no more. */
	readonly grantOfCredential: (credential: string) => Grant | undefined
}
