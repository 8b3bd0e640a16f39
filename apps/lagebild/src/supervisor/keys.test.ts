import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openAccess } from '@lagebild/access/store.ts'
import { expect, onTestFinished, test } from 'vitest'

import { writeJson } from '../files.ts'
import { pathsOf } from '../paths.ts'
import { ADMIN, openInternalKeys } from './keys.ts'

function house() {
	const data = mkdtempSync(join(tmpdir(), 'lagebild-keys-'))
	const access = openAccess({ folder: data, now: Date.now })
	onTestFinished(() => {
		access.close()
		rmSync(data, { recursive: true })
	})
	const paths = pathsOf(data)
	return { access, paths, start: () => openInternalKeys(access, paths) }
}

test('a program keeps its key over starts, and it is known as made by Lagebild itself', async () => {
	const { access, start } = house()
	const key = await start().keyFor(ADMIN)
	expect(await start().keyFor(ADMIN)).toBe(key)
	expect(access.keys().map(({ madeBy, revoked }) => [madeBy, revoked])).toEqual([['system', undefined]])
})

test('a revoked key, and one from before its maker was kept, give way to a new one', async () => {
	const { access, paths, start } = house()
	const { key: old } = access.createKey(ADMIN)
	writeJson(paths.internalKeys, { [`${ADMIN.name} admin  *`]: old })
	const second = await start().keyFor(ADMIN)
	expect(access.grantOfKey(old)).toBeUndefined()
	expect(access.grantOfKey(second)).toMatchObject({ role: 'admin' })
	access.revokeKey(ADMIN.name)
	const third = await start().keyFor(ADMIN)
	expect(third).not.toBe(second)
	expect(access.keys().filter(({ revoked }) => revoked === undefined)).toMatchObject([{ madeBy: 'system' }])
})
