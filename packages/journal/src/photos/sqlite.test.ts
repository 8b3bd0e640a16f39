import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { OperationId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { photoContract } from '../testing/photo-contract.ts'
import { openSqlitePhotos, PHOTO_FILE } from './sqlite.ts'

function folder(): string {
	return mkdtempSync(path.join(tmpdir(), 'lagebild-photos-'))
}

photoContract('SQLite', () => {
	const own = folder()
	return Promise.resolve(() => Promise.resolve(openSqlitePhotos(own)))
})

test('[J43] of an erased photo nothing is left in the file, and nobody else reads it', async () => {
	const own = folder()
	const store = openSqlitePhotos(own)
	expect(await store.held()).toEqual(new Map())
	expect(existsSync(path.join(own, PHOTO_FILE)), 'nothing is made before the first photo').toBe(false)
	const operation = OperationId.parse('lage')
	const bytes = Buffer.from('the face of somebody '.repeat(1_000))
	await store.keep({
		operation,
		sha256: 'ab'.repeat(32),
		id: 'a',
		credential: 'c',
		mediaType: 'image/png',
		bytes,
		at: instant(1),
		most: 1e6,
	})
	expect(statSync(path.join(own, PHOTO_FILE)).mode & 0o777).toBe(0o600)
	await store.remove(operation, ['ab'.repeat(32)], true)
	const left = [PHOTO_FILE, `${PHOTO_FILE}-wal`].map((name) => path.join(own, name)).filter(existsSync)
	for (const file of left) expect(readFileSync(file).includes('the face of')).toBe(false)
	await store.close()
})
