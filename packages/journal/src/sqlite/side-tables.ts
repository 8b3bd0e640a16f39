import { zstdCompressSync } from 'node:zlib'

import { sha256 } from '../chain.ts'
import { surplusSnapshots } from '../kept-snapshots.ts'
import type { Checkpoint } from '../port.ts'
import { transaction } from './book.ts'
import type { Book } from './book.ts'
import { integer } from './columns.ts'

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
		if (seq < book.rewritten) return
		book.db
			.prepare('INSERT OR REPLACE INTO snapshots (seq, hash, digest, body) VALUES (?, ?, ?, ?)')
			.run(seq, Buffer.from(hash, 'hex'), sha256(packed), packed)
		const held = book.db.prepare('SELECT seq FROM snapshots').all()
		const drop = book.db.prepare('DELETE FROM snapshots WHERE seq = ?')
		for (const surplus of surplusSnapshots(held.map((row) => integer(row, 'seq')))) drop.run(surplus)
	})
}
