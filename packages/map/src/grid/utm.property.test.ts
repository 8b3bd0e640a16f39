import { formatUtmref } from '@lagebild/model/utmref.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { fromUtm, toUtm, zoneOf } from './utm.ts'

const position = fc.record({ lat: fc.double({ min: 47, max: 55, noNaN: true }), lng: fc.double({ min: 5.5, max: 15.5, noNaN: true }) })

test('UTM and back is the same place', () => {
	fc.assert(
		fc.property(position, (place) => {
			const back = fromUtm(toUtm(place, zoneOf(place.lng)))
			expect(Math.abs(back.lat - place.lat)).toBeLessThan(1e-8)
			expect(Math.abs(back.lng - place.lng)).toBeLessThan(1e-8)
		}),
	)
})

test('coordinates agree with an independent library to a metre', () => {
	fc.assert(
		fc.property(position, ({ lat, lng }) => {
			const digits = /(\d{5}) (\d{5})$/.exec(formatUtmref({ lat, lng }, 1) ?? '')
			const { easting, northing } = toUtm({ lat, lng }, zoneOf(lng))
			expect(gap(Number(digits?.[1]), easting)).toBeLessThan(1.5)
			expect(gap(Number(digits?.[2]), northing)).toBeLessThan(1.5)
		}),
	)
})

/** Distance of a five-digit figure from a coordinate, across the edge of the 100 km square. */
function gap(figure: number, metres: number): number {
	const off = Math.abs((metres % 100_000) - figure)
	return Math.min(off, 100_000 - off)
}
