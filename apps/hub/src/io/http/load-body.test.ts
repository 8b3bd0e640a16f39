import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import { seq } from '@lagebild/model/ids.ts'
import type { Load } from '@lagebild/model/protocol.ts'
import { expect, test } from 'vitest'

import { Slices } from '../../slices.ts'
import { LoadBodies } from './load-body.ts'

const DECODE = { gzip: gunzipSync, br: brotliDecompressSync, identity: (bytes: Buffer) => bytes } as const

function loadAt(at: number, scopeId: string, halves: Pick<Load, 'rows' | 'measured'>): Load {
	return { epoch: 'e', scopeId, seq: { U: seq(at), S: seq(at), M: seq(at) }, asOf: at, ...halves }
}

test.each(['gzip', 'br', 'identity'] as const)('[S4] halves that did not change end at each load of its own, by %s', async (encoding) => {
	const bodies = new LoadBodies(new Slices())
	const halves = { rows: [], measured: [] }
	const endOf = async (load: Load): Promise<unknown> => {
		const { chunks } = await bodies.body(load, encoding)
		return JSON.parse(DECODE[encoding](Buffer.concat(chunks)).toString())
	}
	expect(await endOf(loadAt(1, 'one', halves))).toMatchObject({ scopeId: 'one', seq: { U: 1, S: 1, M: 1 } })
	expect(await endOf(loadAt(9, 'one', halves))).toMatchObject({ scopeId: 'one', seq: { U: 9, S: 9, M: 9 } })
	expect(await endOf(loadAt(9, 'two', halves))).toMatchObject({ scopeId: 'two', seq: { U: 9, S: 9, M: 9 } })
})
