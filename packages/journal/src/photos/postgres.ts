import type { Connection } from '../postgres/connection.ts'
import { Line, transaction } from '../postgres/line.ts'
import { migrate } from '../postgres/migrate.ts'
import { bytes as bytesIn, integer, text } from '../postgres/rows.ts'
import type { Keeping, NewPhoto, PhotoStore } from './port.ts'
import { photoType } from './tables.ts'

export const PHOTO_STEPS = [
	`CREATE TABLE lagebild.photos (
		operation text NOT NULL, sha256 text NOT NULL, media text NOT NULL, size integer NOT NULL, at bigint NOT NULL, body bytea NOT NULL,
		PRIMARY KEY (operation, sha256)
	);
	ALTER TABLE lagebild.photos ALTER body SET STORAGE EXTERNAL;
	CREATE TABLE lagebild.photo_uploads (
		operation text NOT NULL, credential text NOT NULL, id text NOT NULL, sha256 text NOT NULL, PRIMARY KEY (operation, credential, id)
	);
	CREATE INDEX photo_uploads_of ON lagebild.photo_uploads (operation, sha256);
	CREATE TABLE lagebild.photos_erased (operation text NOT NULL, sha256 text NOT NULL, PRIMARY KEY (operation, sha256));`,
]

const SENT = 'SELECT sha256 FROM lagebild.photo_uploads WHERE operation = $1 AND credential = $2 AND id = $3'
const ERASED = 'SELECT FROM lagebild.photos_erased WHERE operation = $1 AND sha256 = $2'
const TOUCH = 'UPDATE lagebild.photos SET at = greatest(at, $3) WHERE operation = $1 AND sha256 = $2 RETURNING size'
const SUM = 'SELECT coalesce(sum(size), 0)::bigint AS bytes FROM lagebild.photos WHERE operation = $1'
const ADD = 'INSERT INTO lagebild.photos (operation, sha256, media, size, at, body) VALUES ($1, $2, $3, $4, $5, $6)'
const UPLOAD = 'INSERT INTO lagebild.photo_uploads (operation, credential, id, sha256) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING'
const FIND = 'SELECT media, body FROM lagebild.photos WHERE operation = $1 AND sha256 = $2'
const THERE = 'SELECT sha256 FROM lagebild.photos WHERE operation = $1 AND sha256 = ANY ($2)'
const FROM = 'SELECT FROM lagebild.photo_uploads WHERE operation = $1 AND sha256 = $2 AND credential = $3 LIMIT 1'
const BEFORE = 'SELECT sha256 FROM lagebild.photos WHERE operation = $1 AND at < $2'
const NEVER = 'INSERT INTO lagebild.photos_erased (operation, sha256) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING'
const DROP_UPLOADS = 'DELETE FROM lagebild.photo_uploads WHERE operation = $1 AND sha256 = ANY ($2)'
const DROP = 'DELETE FROM lagebild.photos WHERE operation = $1 AND sha256 = ANY ($2) RETURNING sha256'
const HELD = 'SELECT operation, count(*) AS photos, sum(size)::bigint AS bytes FROM lagebild.photos GROUP BY operation'

/** In the database that several hubs share. */
export async function openSharedPhotos(where: { readonly url: string; readonly node: string }): Promise<PhotoStore> {
	const line = new Line(where)
	await line.run((connection) => migrate(connection, 'photos', PHOTO_STEPS))
	const rows = (query: string, values: readonly unknown[] = []) => line.run((connection) => connection.rows({ text: query, values }))
	return {
		keep: (photo) => line.run((connection) => transaction(connection, () => keep(connection, photo))),
		find: async ({ operation, sha256 }) => {
			const [row] = await rows(FIND, [operation, sha256])
			return row && { mediaType: photoType(row['media']), bytes: bytesIn(row, 'body') }
		},
		there: async (operation, sha256s) => (await rows(THERE, [operation, sha256s])).map((row) => text(row, 'sha256')),
		isFrom: async ({ operation, sha256 }, credential) => (await rows(FROM, [operation, sha256, credential])).length > 0,
		before: async (operation, at) => (await rows(BEFORE, [operation, at])).map((row) => text(row, 'sha256')),
		remove: (operation, sha256s, forGood) =>
			line.run((connection) =>
				transaction(connection, async () => {
					if (forGood) await connection.rows({ text: NEVER, values: [operation, sha256s] })
					await connection.rows({ text: DROP_UPLOADS, values: [operation, sha256s] })
					return (await connection.rows({ text: DROP, values: [operation, sha256s] })).length
				}),
			),
		held: async () =>
			new Map((await rows(HELD)).map((row) => [text(row, 'operation'), { photos: integer(row, 'photos'), bytes: integer(row, 'bytes') }])),
		close: () => line.close(),
	}
}

/** One photo of an operation after the other, over all hubs: so that two that send the same wait for each other, and the sum holds. */
async function keep({ rows }: Connection, photo: NewPhoto): Promise<Keeping> {
	const { operation, sha256, id, credential, mediaType, bytes, at, most } = photo
	await rows({ text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`lagebild photos ${operation}`] })
	const [sent] = await rows({ text: SENT, values: [operation, credential, id] })
	if (sent && text(sent, 'sha256') !== sha256) return 'reused'
	if ((await rows({ text: ERASED, values: [operation, sha256] })).length > 0) return 'erased'
	const isThere = (await rows({ text: TOUCH, values: [operation, sha256, at] })).length > 0
	if (!isThere) {
		const [sum = {}] = await rows({ text: SUM, values: [operation] })
		if (integer(sum, 'bytes') + bytes.length > most) return 'full'
		await rows({ text: ADD, values: [operation, sha256, mediaType, bytes.length, at, Buffer.from(bytes)] })
	}
	await rows({ text: UPLOAD, values: [operation, credential, id, sha256] })
	return isThere ? 'known' : 'kept'
}
