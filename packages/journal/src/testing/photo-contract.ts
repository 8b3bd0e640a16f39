import { createHash } from 'node:crypto'

import { OperationId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { afterEach, describe, expect, test } from 'vitest'

import type { NewPhoto, PhotoStore } from '../photos/port.ts'

const OP = OperationId.parse('lage')
const OTHER = OperationId.parse('neben')

function photo(n: number, more: Partial<NewPhoto> = {}): NewPhoto {
	const bytes = Uint8Array.from({ length: 1_000 }, (_, i) => (i * n) % 256)
	const sha256 = createHash('sha256').update(bytes).digest('hex')
	return {
		operation: OP,
		sha256,
		id: `p${n}`,
		credential: 'device-1',
		mediaType: 'image/jpeg',
		bytes,
		at: instant(n),
		most: 10_000,
		...more,
	}
}

/** `make` opens a store; called again, the same one as after a restart. */
export function photoContract(name: string, make: () => Promise<() => Promise<PhotoStore>>): void {
	describe(`photos in ${name}`, () => {
		const opened: PhotoStore[] = []
		const fresh = async () => {
			const open = await make()
			return async () => {
				const store = await open()
				opened.push(store)
				return store
			}
		}

		afterEach(async () => {
			await Promise.all(opened.splice(0).map((store) => store.close()))
		})

		test('[J40] what was kept is there after the store was opened again, once for an operation, whoever sends it how often', async () => {
			const open = await fresh()
			const first = await open()
			const one = photo(1)
			expect(await first.find(one)).toBeUndefined()
			expect(await first.keep(one)).toBe('kept')
			expect(await first.keep(one)).toBe('known')
			expect(await first.keep({ ...one, credential: 'device-2', id: 'q' })).toBe('known')
			expect(await first.keep({ ...one, operation: OTHER })).toBe('kept')
			await first.close()
			const store = await open()
			expect(await store.find(one)).toMatchObject({ mediaType: 'image/jpeg' })
			expect(Buffer.from((await store.find(one))?.bytes ?? []).equals(Buffer.from(one.bytes))).toBe(true)
			expect(await store.keep(one)).toBe('known')
			expect(await store.held()).toEqual(
				new Map([
					['lage', { photos: 1, bytes: 1_000 }],
					['neben', { photos: 1, bytes: 1_000 }],
				]),
			)
		})

		test('[J41] an id is one photo of its sender, and whose it is is known', async () => {
			const store = await (await fresh())()
			const [one, two] = [photo(1), photo(2)]
			expect(await store.keep(one)).toBe('kept')
			expect(await store.keep({ ...two, id: one.id })).toBe('reused')
			expect(await store.find(two)).toBeUndefined()
			expect(await store.keep({ ...two, id: one.id, credential: 'device-2' })).toBe('kept')
			expect(await store.there(OP, [one.sha256, 'ff'.repeat(32), two.sha256])).toHaveLength(2)
			expect(await store.there(OTHER, [one.sha256])).toEqual([])
			expect(await store.isFrom(one, 'device-1')).toBe(true)
			expect(await store.isFrom(one, 'device-2')).toBe(false)
			expect(await store.isFrom({ ...one, operation: OTHER }, 'device-1')).toBe(false)
		})

		test('[J42] an operation has as many bytes as it may, also when many come at once, and others are not counted', async () => {
			const store = await (await fresh())()
			const many = Array.from({ length: 6 }, (_, n) => photo(n + 1, { most: 3_500 }))
			const kept = await Promise.all(many.map((one) => store.keep(one)))
			expect(kept.filter((one) => one === 'kept').length).toBe(3)
			expect(kept.filter((one) => one === 'full').length).toBe(3)
			expect(await store.keep(photo(9, { most: 3_500, operation: OTHER }))).toBe('kept')
		})

		test('[J43] what was swept may come again, what was erased never does, and nothing else goes', async () => {
			const store = await (await fresh())()
			const [one, two, three] = [photo(1), photo(2), photo(3)]
			for (const each of [one, two, three]) await store.keep(each)
			expect((await store.before(OP, instant(3))).toSorted()).toEqual([one.sha256, two.sha256].toSorted())
			expect(await store.remove(OP, [one.sha256, 'ff'.repeat(32)], false)).toBe(1)
			expect(await store.remove(OP, [two.sha256], true)).toBe(1)
			expect([await store.find(one), await store.find(two)]).toEqual([undefined, undefined])
			expect(await store.isFrom(two, 'device-1')).toBe(false)
			expect(await store.keep(two)).toBe('erased')
			expect(await store.keep(one)).toBe('kept')
			expect(await store.find(three)).toBeDefined()
		})
	})
}
