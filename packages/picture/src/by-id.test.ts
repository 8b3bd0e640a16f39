import { EntityId } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import { createPicture } from './picture.ts'
import { entityFor } from './state.ts'

describe('things by id', () => {
	test('[P40] are found however many there are, and nothing else is', () => {
		const picture = createPicture()
		const ids = Array.from({ length: 5_000 }, (_, n) => EntityId.parse(`unit:a:hh-${n}`))
		const made = ids.map((id) => entityFor(picture, id))
		expect(ids.map((id) => picture.byId.get(id))).toEqual(made)
		expect(ids.map((id) => entityFor(picture, EntityId.parse(['unit:a:', id.slice(7)].join(''))).index)).toEqual(ids.map((_, n) => n))
		expect(picture.byId.get(EntityId.parse('unit:a:hh-5000'))).toBeUndefined()
	})

	/** Length, kind, middle and end are the same: all that is looked at. */
	test('[P40] those that look alike are crowded out and found all the same', () => {
		const picture = createPicture()
		const ids = Array.from({ length: 3_000 }, (_, n) => EntityId.parse(`unit:a:${String(n).padStart(8, '0')}-------------same-end`))
		const made = ids.map((id) => entityFor(picture, id))
		expect(ids.every((id, n) => picture.byId.get(id) === made[n])).toBe(true)
		expect(picture.byId.get(EntityId.parse('unit:a:99999999-------------same-end'))).toBeUndefined()
		expect(picture.entities).toHaveLength(3_000)
	})
})
