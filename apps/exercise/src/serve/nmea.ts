import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'

import { AisWriter, positionReport, tagBlock, voyageData } from '@lagebild/feeds/ais/encode.ts'

import { startOf } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import type { Land } from '../scenario/schematic.ts'
import { sailing, SHIPS } from '../scenario/ships.ts'
import type { Ship } from '../scenario/ships.ts'

type Sea = { readonly clock: Clock; readonly land: Land }

const UNDER_WAY_MS = 10_000
const AT_REST_MS = 180_000
const STATIC_MS = 360_000
const TICK_MS = 1_000

/** A receiver of AIS that hands on what it hears to whoever connects, on loopback. A new listener hears each ship at once. */
export async function serveNmea(sea: Sea, now: () => number): Promise<{ readonly port: number; readonly close: () => void }> {
	const sockets = new Set<Socket>()
	const server: Server = createServer((socket) => {
		sockets.add(socket)
		socket.on('error', () => socket.destroy())
		socket.once('close', () => sockets.delete(socket))
		socket.resume()
		socket.write(linesOf(SHIPS.flatMap((ship) => [...introduced(ship, now()), ...located(ship, sea, now())])))
	})
	let last = now()
	const timer = setInterval(() => {
		const [from, to] = [last, now()]
		last = to
		const lines = linesOf(SHIPS.flatMap((ship) => spoken(ship, sea, { from, to })))
		if (lines !== '') for (const socket of sockets) socket.write(lines)
	}, TICK_MS)
	server.listen({ port: 0, host: '127.0.0.1' })
	await once(server, 'listening')
	const address = server.address()
	const close = (): void => {
		clearInterval(timer)
		server.close()
		for (const socket of sockets) socket.destroy()
	}
	return { port: address !== null && typeof address === 'object' ? address.port : 0, close }
}

function linesOf(lines: readonly string[]): string {
	return lines.map((line) => `${line}\r\n`).join('')
}

type Span = { readonly from: number; readonly to: number }

/** What a ship sends in a span of time: each has its own moments. */
export function spoken(ship: Ship, sea: Sea, span: Span): readonly string[] {
	const rests = ship.status === 1 || ship.status === 5
	const at = momentIn(span, rests ? AT_REST_MS : UNDER_WAY_MS, ship)
	const still = momentIn(span, STATIC_MS, ship)
	return [...(still === undefined ? [] : introduced(ship, still)), ...(at === undefined ? [] : located(ship, sea, at))]
}

function momentIn({ from, to }: Span, every: number, { mmsi }: Ship): number | undefined {
	const shift = (mmsi * 1_000) % every
	const at = Math.floor((to - shift) / every) * every + shift
	return at > from ? at : undefined
}

function tagged(at: number, sentences: readonly string[]): readonly string[] {
	return sentences.map((sentence) => `${tagBlock(`s:uebung,c:${Math.floor(at / 1_000)}`)}${sentence}`)
}

function introduced(ship: Ship, at: number): readonly string[] {
	const { length, width } = ship
	const [bow, port] = [Math.floor(length * 0.7), Math.floor(width / 2)]
	const voyage = voyageData({ ...ship, imo: 0, bow, stern: length - bow, port, starboard: width - port })
	const text =
		ship.text === undefined
			? []
			: new AisWriter().put(14, 6).put(0, 2).put(ship.mmsi, 30).put(0, 2).text(ship.text, ship.text.length).sentences()
	return tagged(at, [...voyage.sentences({ sequence: String(ship.mmsi % 10) }), ...text])
}

function located(ship: Ship, { clock, land }: Sea, at: number): readonly string[] {
	const { place, course, knots } = sailing(ship, land, at - startOf(clock)) ?? {}
	if (!place) return []
	const second = Math.floor(at / 1_000) % 60
	const report = positionReport({
		mmsi: ship.mmsi,
		...place,
		knots: knots ?? null,
		course: course ?? null,
		second,
		status: ship.status,
		accurate: true,
	})
	return tagged(at, report.sentences({ channel: ship.mmsi % 2 === 0 ? 'A' : 'B' }))
}
