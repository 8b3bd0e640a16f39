import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openPostgresStore } from '@lagebild/journal/postgres/store.ts'
import { FLOOD, report } from '@lagebild/journal/testing/fixtures.ts'
import { witnessText } from '@lagebild/journal/witness.ts'
import { instant } from '@lagebild/model/time.ts'
import { freshDatabase } from '@lagebild/testing/servers.ts'
import { expect, test } from 'vitest'

import { verifyAll } from './verify.ts'

test('journals in a database are verified, with a witness; what is not there is refused without a word of its address', async () => {
	const folder = await mkdtemp(path.join(tmpdir(), 'lagebild-verify-'))
	const database = await freshDatabase()
	const lines: string[] = []
	const verify = (more: object = {}) => verifyAll({ journals: folder, folder, database, ...more }, (line) => void lines.push(line))
	await expect(verify()).rejects.toThrow('There is no journal in the database')
	const store = await openPostgresStore({ url: database, node: 'hub-1', keyFolder: folder })
	const founded = await store.create(FLOOD)
	const journal = founded.ok ? founded.value : undefined
	await journal?.append(report({ n: 1 }))
	const checkpoint = await journal?.checkpoint(instant(0))
	expect(await verify()).toBe(0)
	await writeFile(path.join(folder, 'witness'), witnessText(checkpoint ? [{ ...checkpoint, hash: 'f'.repeat(64) }] : []))
	expect(await verify({ operation: FLOOD.id, witness: 'witness' })).toBe(1)
	expect(lines).toEqual([
		'sturmflut: unbroken from 1 to 2, signed up to 2, not witnessed',
		'sturmflut: broken at seq 2: the signature of the witness does not hold',
	])
	await expect(verify({ operation: 'other' })).rejects.toThrow('There are sturmflut')
	const gone = new URL(database)
	gone.password = 'geheim'
	gone.pathname = '/nowhere'
	await expect(verify({ database: gone.href })).rejects.not.toThrow('geheim')
	await store.close()
	await rm(folder, { recursive: true })
})
