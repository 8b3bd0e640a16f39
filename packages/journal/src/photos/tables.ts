import { DatabaseSync } from 'node:sqlite'

import { PHOTO_TYPES } from '@lagebild/model/photo.ts'
import type { PhotoType } from '@lagebild/model/photo.ts'

import type { FoundPhoto, Keeping, NewPhoto, PhotoKey } from './port.ts'

/** `uploads` says who sent which photo under which id, `erased` which bytes never come back. */
const TABLES = `
	CREATE TABLE photos (
		no INTEGER PRIMARY KEY, operation TEXT NOT NULL, sha256 TEXT NOT NULL, media TEXT NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL,
		body BLOB NOT NULL, UNIQUE (operation, sha256)
	) STRICT;
	CREATE TABLE uploads (
		operation TEXT NOT NULL, credential TEXT NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (operation, credential, id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX uploads_of ON uploads (operation, sha256);
	CREATE TABLE erased (operation TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (operation, sha256)) STRICT, WITHOUT ROWID;
	PRAGMA user_version = 1;
`

const BUSY_MS = 5_000
const FORMAT = 1

/** A file of photos, made when it is not there. @throws when a newer program made it */
export function openPhotoFile(file: string): DatabaseSync {
	const db = new DatabaseSync(file)
	/** Whatever is erased leaves no trace in the file, and gives its pages back. */
	db.exec(
		`PRAGMA auto_vacuum = FULL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = ${BUSY_MS}`,
	)
	const format = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
	if (format > FORMAT) throw new Error(`${file} has format ${format}, this version reads ${FORMAT}`)
	if (format === 0) within(db, () => db.exec(TABLES))
	return db
}

function within<T>(db: DatabaseSync, work: () => T): T {
	db.exec('BEGIN IMMEDIATE')
	try {
		const done = work()
		db.exec('COMMIT')
		return done
	} finally {
		if (db.isTransaction) db.exec('ROLLBACK')
	}
}

/** Photos in one file, as SQLite keeps them: each call is done, and durable, when it returns. */
export class PhotoTables {
	readonly #db: DatabaseSync

	constructor(db: DatabaseSync) {
		this.#db = db
	}

	keep(photo: NewPhoto): Keeping {
		return within(this.#db, () => this.#keep(photo))
	}

	find({ operation, sha256 }: PhotoKey): FoundPhoto | undefined {
		const row = this.#db.prepare('SELECT media, body FROM photos WHERE operation = ? AND sha256 = ?').get(operation, sha256)
		return row?.['body'] instanceof Uint8Array ? { mediaType: photoType(row['media']), bytes: row['body'] } : undefined
	}

	there(operation: string, sha256s: readonly string[]): readonly string[] {
		const one = this.#db.prepare('SELECT 1 FROM photos WHERE operation = ? AND sha256 = ?')
		return sha256s.filter((sha256) => one.get(operation, sha256) !== undefined)
	}

	isFrom({ operation, sha256 }: PhotoKey, credential: string): boolean {
		const sent = 'SELECT 1 FROM uploads WHERE operation = ? AND sha256 = ? AND credential = ? LIMIT 1'
		return this.#db.prepare(sent).get(operation, sha256, credential) !== undefined
	}

	before(operation: string, at: number): readonly string[] {
		const rows = this.#db.prepare('SELECT sha256 FROM photos WHERE operation = ? AND at < ?').all(operation, at)
		return rows.map((row) => String(row['sha256']))
	}

	remove(operation: string, sha256s: readonly string[], forGood: boolean): number {
		const removed = within(this.#db, () => {
			const photo = this.#db.prepare('DELETE FROM photos WHERE operation = ? AND sha256 = ?')
			const upload = this.#db.prepare('DELETE FROM uploads WHERE operation = ? AND sha256 = ?')
			const never = this.#db.prepare('INSERT OR IGNORE INTO erased (operation, sha256) VALUES (?, ?)')
			return sha256s.reduce((sum, sha256) => {
				if (forGood) never.run(operation, sha256)
				upload.run(operation, sha256)
				return sum + Number(photo.run(operation, sha256).changes)
			}, 0)
		})
		/** What was deleted stands in the log of the file until it is cut. */
		if (removed > 0) this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
		return removed
	}

	held(): ReadonlyMap<string, { readonly photos: number; readonly bytes: number }> {
		const rows = this.#db.prepare('SELECT operation, count(*) AS photos, sum(size) AS bytes FROM photos GROUP BY operation').all()
		return new Map(rows.map((row) => [String(row['operation']), { photos: Number(row['photos']), bytes: Number(row['bytes']) }]))
	}

	#keep({ operation, sha256, id, credential, mediaType, bytes, at, most }: NewPhoto): Keeping {
		const sent = this.#db
			.prepare('SELECT sha256 FROM uploads WHERE operation = ? AND credential = ? AND id = ?')
			.get(operation, credential, id)
		if (sent && sent['sha256'] !== sha256) return 'reused'
		if (this.#db.prepare('SELECT 1 FROM erased WHERE operation = ? AND sha256 = ?').get(operation, sha256)) return 'erased'
		const there = this.#db
			.prepare('UPDATE photos SET at = max(at, ?) WHERE operation = ? AND sha256 = ?')
			.run(at, operation, sha256).changes
		if (Number(there) === 0) {
			const sum = this.#db.prepare('SELECT coalesce(sum(size), 0) AS bytes FROM photos WHERE operation = ?').get(operation)
			if (Number(sum?.['bytes']) + bytes.length > most) return 'full'
			const add = 'INSERT INTO photos (operation, sha256, media, size, at, body) VALUES (?, ?, ?, ?, ?, ?)'
			this.#db.prepare(add).run(operation, sha256, mediaType, bytes.length, at, bytes)
		}
		const upload = 'INSERT OR IGNORE INTO uploads (operation, credential, id, sha256) VALUES (?, ?, ?, ?)'
		this.#db.prepare(upload).run(operation, credential, id, sha256)
		return Number(there) === 0 ? 'kept' : 'known'
	}
}

/** @throws when a store holds something else than it was given */
export function photoType(value: unknown): PhotoType {
	const type = PHOTO_TYPES.find((one) => one === value)
	if (!type) throw new Error('a stored photo has no known media type')
	return type
}
