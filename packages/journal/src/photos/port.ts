import type { OperationId } from '@lagebild/model/ids.ts'
import type { PhotoType } from '@lagebild/model/photo.ts'
import type { Instant } from '@lagebild/model/time.ts'

/** The same bytes are kept once in each operation. `sha256`: 64 hexadecimal digits. */
export type PhotoKey = { readonly operation: OperationId; readonly sha256: string }

export type NewPhoto = PhotoKey & {
	/** Chosen by whoever sends it: with the credential the key under which a retry is known. */
	readonly id: string
	readonly credential: string
	readonly mediaType: PhotoType
	readonly bytes: Uint8Array
	readonly at: Instant
	/** Bytes of all photos that the operation may have with this one. */
	readonly most: number
}

/** `reused`: this id came with other bytes before. `erased`: somebody had these bytes erased here. */
export type Keeping = 'kept' | 'known' | 'reused' | 'full' | 'erased'

export type FoundPhoto = { readonly mediaType: PhotoType; readonly bytes: Uint8Array }

/** Photos of all operations, beside the journals that speak of them (journal SPEC, J40 to J43). Every implementation runs `testing/photo-contract.ts`. */
export type PhotoStore = {
	/** Durable when the promise resolves. */
	readonly keep: (photo: NewPhoto) => Promise<Keeping>
	readonly find: (key: PhotoKey) => Promise<FoundPhoto | undefined>
	/** Which of these are kept. */
	readonly there: (operation: OperationId, sha256s: readonly string[]) => Promise<readonly string[]>
	/** Did this credential send it? */
	readonly isFrom: (key: PhotoKey, credential: string) => Promise<boolean>
	/** Those of an operation that came last before this moment. */
	readonly before: (operation: OperationId, at: Instant) => Promise<readonly string[]>
	/** `forGood`: whoever sends the same bytes again brings nothing back. @returns how many were there */
	readonly remove: (operation: OperationId, sha256s: readonly string[], forGood: boolean) => Promise<number>
	/** What there is of each operation that has some. */
	readonly held: () => Promise<ReadonlyMap<string, { readonly photos: number; readonly bytes: number }>>
	readonly close: () => Promise<void>
}
