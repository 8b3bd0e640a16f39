import { zstdCompressSync } from 'node:zlib'

import { sha256 } from '../chain.ts'
import type { Checkpoint } from '../port.ts'
import { transaction } from './book.ts'
import type { Book } from './book.ts'

/** The newest may turn out damaged; the one before it is the spare. */
const SNAPSHOTS_KEPT = 2

export function saveCheckpoint(book: Book, checkpoint: Checkpoint): void {
	transaction(book, () => {
		book.db
			.prepare('INSERT INTO checkpoints (seq, checkpoint) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET checkpoint = excluded.checkpoint')
			.run(checkpoint.seq, JSON.stringify(checkpoint))
	})
}

export function saveSnapshot(
	book: Book,
	{ seq, hash, body }: { readonly seq: number; readonly hash: string; readonly body: Uint8Array },
): void {
	const packed = zstdCompressSync(body)
	transaction(book, () => {
		book.db
			.prepare('INSERT OR REPLACE INTO snapshots (seq, hash, digest, body) VALUES (?, ?, ?, ?)')
			.run(seq, Buffer.from(hash, 'hex'), sha256(packed), packed)
		book.db.prepare('DELETE FROM snapshots WHERE seq NOT IN (SELECT seq FROM snapshots ORDER BY seq DESC LIMIT ?)').run(SNAPSHOTS_KEPT)
	})
}
