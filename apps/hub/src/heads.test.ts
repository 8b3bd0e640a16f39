import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { OperationId, seq } from '@lagebild/model/ids.ts'
import { expect, test } from 'vitest'
import * as z from 'zod'

import { Heads } from './io/storage/heads.ts'
import { smallestEvent, TestHub } from './testing/harness.ts'

const Operations = z.array(z.looseObject({ id: z.string(), seq: z.int() }))
let hub: TestHub

async function seqNow(): Promise<number> {
	const { body } = await hub.ask('/api/v1/operations', { key: hub.admin })
	return Operations.parse(body).find(({ id }) => id === 'lage')?.seq ?? 0
}

async function restored(): Promise<number> {
	return (await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })).text.split('"op":"restored"').length - 1
}

/** Puts the journal of now in the place of the later one. */
async function loseTail(say: () => Promise<unknown>): Promise<void> {
	const journals = path.join(hub.folder, 'journals')
	const copy = path.join(tmpdir(), `${path.basename(hub.folder)}-lage.db`)
	await hub.stop()
	copyFileSync(path.join(journals, 'lage.db'), copy)
	await hub.start()
	await say()
	await hub.stop()
	for (const name of readdirSync(journals)) if (name.startsWith('lage.db')) rmSync(path.join(journals, name))
	copyFileSync(copy, path.join(journals, 'lage.db'))
	rmSync(copy)
	await hub.start()
}

test('[N5] a journal that came back without its tail while the hub was away begins another incarnation, once', async () => {
	hub = await TestHub.start()
	await hub.post(smallestEvent(1))
	const before = await seqNow()
	await loseTail(() => hub.post(smallestEvent(2)))
	expect([await seqNow(), await restored()]).toEqual([before + 1, 1])
	await hub.restart()
	expect([await seqNow(), await restored()]).toEqual([before + 1, 1])
	await hub.post(smallestEvent(2))
	expect(await seqNow()).toBe(before + 2)
	await hub.close()
})

test('[N5] a note of the heads that cannot be read says nothing, and is written anew', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'lagebild-heads-'))
	writeFileSync(path.join(folder, 'heads.json'), '{"lage":{"seq":"many"}')
	const heads = new Heads(folder)
	const lage = OperationId.parse('lage')
	expect(heads.get(lage)).toBeUndefined()
	heads.note(lage, { epoch: 'e', seq: seq(3), hash: 'h' })
	heads.save()
	expect(new Heads(folder).get(lage)).toEqual({ epoch: 'e', seq: 3, hash: 'h' })
	rmSync(folder, { recursive: true })
})
