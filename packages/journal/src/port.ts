import type { Entry, Hash } from '@lagebild/model/entry.ts'
import type { StoredEvent } from '@lagebild/model/event.ts'
import type { EntityId, EventId, OperationId, Seq } from '@lagebild/model/ids.ts'
import type { Batch } from '@lagebild/model/measurement.ts'
import type { OperationChange } from '@lagebild/model/operation-history.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Instant } from '@lagebild/model/time.ts'

/** Order in which queued appends are written: human urgent first, then round robin over credentials. */
export type AppendClass = 'urgent' | 'human' | 'feed' | 'backfill'

/**
 * A body made ready for the journal at admission: canonical text (RFC 8785) and commitment are computed once, outside lock and writer
 * thread; the text is stored as it is and never canonicalised again.
 */
export type Prepared = {
	readonly body: { readonly type: 'event'; readonly event: StoredEvent } | { readonly type: 'batch'; readonly batch: Batch }
	/** Idempotency key of an event together with its id. */
	readonly credential: string
	readonly canonical: string
	/** 16 random bytes, hexadecimal. */
	readonly salt: string
	/** SHA-256(salt ‖ canonical), hexadecimal. */
	readonly commit: Hash
	/** SHA-256 of what the sender said, without what the hub filled in: tells a retry from a reused id. */
	readonly said: Hash
	readonly urgency: AppendClass
	/** Entities to find this entry by: those of an event, and the sensors (never the positions) of a batch. */
	readonly entities: readonly EntityId[]
	/** Of an event that writes a diary entry, or that would change one (J19). */
	readonly diary?: DiaryClaim
	/** Under which version of its credential's grant it was admitted; refused when a newer one holds already (J21). */
	readonly grantVersion?: GrantVersion
	/** The same of a batch, whose parts several credentials measured. */
	readonly partVersions?: readonly GrantVersion[]
}

export type GrantVersion = { readonly credential: string; readonly version: number }

/** `ended`: it may say nothing any more, under this version or an older one. */
export type RegrantRequest = GrantVersion & { readonly ended?: boolean; readonly by: string; readonly reason?: string }

/** `book`: the entry gets the next number of this book. Without it the event is refused where its entity is a diary entry. */
export type DiaryClaim = { readonly entity: EntityId; readonly book?: string }

/** `known`: the same credential appended the same id before; seq is the entry that it already has. `number`: of a diary entry. */
export type Appended = { readonly seq: Seq; readonly recorded: Instant; readonly known: boolean; readonly number?: number }

export type Head = {
	/** Random id of this incarnation; a restore or a lost tail begins a new one. */
	readonly epoch: string
	/** 0 before the first entry. */
	readonly seq: Seq
	readonly hash: Hash
	readonly recorded: Instant
}

/** A statement of the journal about itself, signed with the node's key: entries 1…seq end in hash. */
export type Checkpoint = {
	readonly operation: OperationId
	readonly epoch: string
	readonly seq: Seq
	readonly hash: Hash
	readonly at: Instant
	/** Ed25519 over the canonical JSON of the other fields without `signature`, base64. */
	readonly signature: string
	/** SPKI, base64. */
	readonly publicKey: string
}

/** A picture at a seq, as a cache: dropped and rebuilt whenever in doubt. */
export type StoredSnapshot = { readonly seq: Seq; readonly hash: Hash; readonly body: Uint8Array }

/** Entries that an incarnation held until a restore, or the loss of its end. */
export type LostRange = { readonly epoch: string; readonly from: Seq; readonly to: Seq }

export type Verdict =
	| {
			readonly ok: true
			readonly entries: number
			readonly erased: number
			/** Newest entry that a checkpoint kept by somebody else confirms; 0 without such a witness. */
			readonly witnessed: Seq
			/** Newest entry under a checkpoint that lies in the journal itself: whoever holds the node's key can rewrite it. */
			readonly signed: Seq
			readonly epoch: string
			/** What a witness saw and the end of an earlier epoch took with it (J14). */
			readonly lost: readonly LostRange[]
	  }
	| { readonly ok: false; readonly seq: Seq; readonly reason: string }

export type ChangeRequest = { readonly change: OperationChange; readonly by: string; readonly reason?: string }

export type ErasureRequest = { readonly seqs: readonly Seq[]; readonly by: string; readonly reason: string }

/** `after`: nothing is done when another epoch than this holds already, because somebody else began it. */
export type EpochRequest = { readonly by: string; readonly reason: string; readonly after?: string }

export type Retention = {
	/** Bodies of batches older than this are erased. */
	readonly batchAgeMs: number
	/** Beyond this many bytes of batch bodies the oldest are erased first. */
	readonly batchBytes: number
}

/** `statements`: without the batches of measurements, of which a sensor may have one a second. */
export type EntityPage = { readonly before?: Seq; readonly limit: number; readonly statements?: boolean }

/** The journal of one operation. Every implementation runs `testing/journal-contract.ts`. */
export type Journal = {
	readonly operation: OperationId
	/** What the newest commit left, whoever made it. Rejects when the journal cannot be written any more, or its database not be reached. */
	head: () => Promise<Head>
	/**
	 * Durable when the promise resolves. Group commit of at most 200; fair over credentials; one credential fills at most half a batch
	 * while others wait. Faults: `id-reused`, `storage-full`, `too-many-requests` (feeds only, queue full), `not-ready` (unknown outcome),
	 * `operation-closed` (J17), `diary-entry` (J19), `grant-changed` (J21).
	 */
	append: (item: Prepared) => Promise<Result<Appended>>
	/** Entries `from`, `from`+1, …, at most `limit` (≤ 1,000) of them; a page by key, no cursor stays open. */
	read: (from: Seq, limit: number) => Promise<readonly Entry[]>
	/** Entries that mention an entity, newest first, before `before` (excluded; absent: from the head). */
	readEntity: (entity: EntityId, page: EntityPage) => Promise<readonly Entry[]>
	/** An event by its id, whoever sent it. */
	find: (id: EventId) => Promise<Entry | undefined>
	/**
	 * Changes the operation and says so in an entry, in one transaction; what changes nothing is no entry. Faults: `operation-closed` (a
	 * closed operation is not changed), `bad-state` (an open one is not archived). Rejects when it could not be written.
	 */
	changeOperation: (request: ChangeRequest) => Promise<Result<Operation>>
	/**
	 * Says in an entry that from now on this version of a credential's grant holds: whatever comes after it under an older one is refused.
	 * What is so already is no entry. Returns true when one was written. Rejects when it could not be.
	 */
	regrant: (request: RegrantRequest) => Promise<boolean>
	/**
	 * Called after each commit of ours, in order of seq, with everything that commit appended; where others write the same journal there are
	 * gaps between commits. Returns the way to stop it.
	 */
	onCommit: (listener: (entries: readonly Entry[]) => void) => () => void
	/** Erases bodies and salts, deletes snapshots, and says so in an `erased` entry. What is erased already is passed over. */
	erase: (request: ErasureRequest) => Promise<void>
	/** Erases batch bodies beyond the retention. Returns how many. */
	retain: (retention: Retention, now: Instant) => Promise<number>
	/** Goes on as a new incarnation after a restore or a lost tail: its first entry, `restored`, says where the old one ended. */
	beginEpoch: (request: EpochRequest) => Promise<Head>
	/** Signs the present head and keeps it. */
	checkpoint: (now: Instant) => Promise<Checkpoint>
	saveSnapshot: (snapshot: StoredSnapshot) => Promise<void>
	/** Newest signed checkpoint that is kept. */
	latestCheckpoint: () => Promise<Checkpoint | undefined>
	/** Newest snapshot whose hash is the hash of the entry of its seq. */
	latestSnapshot: () => Promise<StoredSnapshot | undefined>
	/** The same, of those that hold nothing after `seq`. */
	snapshotBefore: (seq: Seq) => Promise<StoredSnapshot | undefined>
	/** Time of entries: the newest seq recorded at or before `at`; 0 when none. */
	seqAt: (at: Instant) => Promise<Seq>
	/** Ends after what was queued is durable. */
	close: () => Promise<void>
}

/** Names of hubs, in order; `backupAt` in epoch ms, undefined when there was none. */
export type Neighbours = { readonly nodes: readonly string[]; readonly backupAt?: number }

/** All journals of one data directory or database. */
export type JournalStore = {
	/** `sqlite`: this process alone writes. `postgres`: any number of hubs do. */
	readonly kind: 'sqlite' | 'postgres'
	/** Who has this database open now, and when its last backup was made. Alone nobody is there. */
	neighbours: () => Promise<Neighbours>
	/** One such work at a time, over all hubs: for changes of what operations there are. Rejects when its turn does not come. */
	inTurn: <T>(work: () => Promise<T>) => Promise<T>
	operations: () => Promise<readonly Operation[]>
	/** Fault `operation-exists`. */
	create: (operation: Operation) => Promise<Result<Journal>>
	/** Opens, or returns the one already open; undefined when there is no such operation. */
	open: (operation: OperationId) => Promise<Journal | undefined>
	close: () => Promise<void>
}
