import { once } from 'node:events'
import { connect } from 'node:net'

import { aisFramer } from '@lagebild/feeds/ais/frame.ts'
import { parseDocument } from '@lagebild/feeds/parse-stream.ts'
import { distanceMetres } from '@lagebild/model/geo.ts'
import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { startClock } from '../scenario/clock.ts'
import { readLand } from '../scenario/schematic.ts'
import { sailing, SHIPS } from '../scenario/ships.ts'
import { serveNmea, spoken } from './nmea.ts'

const START = Date.UTC(2026, 10, 21, 20)
const land = readLand(new URL('../../data/hamburg-schematic.geojson', import.meta.url))
const sea = { clock: startClock(START, 1), land }

test('a listener hears every ship at once: what it is and where', async () => {
	const { port, close } = await serveNmea(sea, () => START + 60_000)
	const socket = connect({ port, host: '127.0.0.1' })
	const framer = aisFramer()
	const frames: Uint8Array[] = []
	const wanted = SHIPS.length * 2 + SHIPS.filter(({ text }) => text !== undefined).length
	const heard = Promise.withResolvers<undefined>()
	socket.on('data', (bytes) => {
		frames.push(...framer.push(bytes))
		if (frames.length >= wanted) heard.resolve(undefined)
	})
	await heard.promise
	close()
	if (!socket.closed) await once(socket, 'close')
	const read = parseDocument('ais', Buffer.concat(frames.flatMap((frame) => [frame, Buffer.from('\n')])), {
		received: instant(START + 60_000),
	})
	expect(read).toMatchObject({ rejects: 0 })
	const text = read.lines.join('\n')
	for (const { name, mmsi } of SHIPS) {
		expect(text).toContain(`"name":"${name}"`)
		expect(text).toContain(`track:parse:${mmsi}`)
	}
	expect(text).toContain('"navStatus":"not under command"')
	expect(text).toContain('DRIFTING TO ELBBRUECKEN')
})

test('ships stay on their river, no faster than they say, and those at rest speak seldom', () => {
	for (const ship of SHIPS) {
		const [a, b] = [0, 60_000].map((ms) => sailing(ship, land, ms)?.place)
		if (!a || !b) throw new Error(`${ship.name} is nowhere`)
		expect(distanceMetres(a, b)).toBeLessThanOrEqual(ship.knots * 31 + 1)
		const reports = Array.from({ length: 600 }, (_, i) =>
			spoken(ship, sea, { from: START + i * 1_000, to: START + (i + 1) * 1_000 }),
		).flat()
		const places = reports.filter((line) => /VDM,1,1,,[AB],1/.test(line))
		expect(places.length).toBe(ship.knots > 0 ? 60 : places.length)
		expect(places.length).toBeGreaterThanOrEqual(3)
	}
})
