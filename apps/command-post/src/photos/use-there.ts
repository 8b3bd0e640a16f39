import { useEffect, useState } from 'react'

import { ask, entityPath } from '../api/http.ts'
import type { ReportPhoto } from './photos-of.ts'

/** Nothing tells that a photo has come after its report. */
const AGAIN_MS = 5_000

/** Digests of those that the hub has; undefined while it has not been asked. Asked again while one is missing. */
export function useThere(photos: readonly ReportPhoto[]): ReadonlySet<string> | undefined {
	const [there, setThere] = useState<ReadonlySet<string>>()
	const wanted = JSON.stringify([...new Set(photos.map(({ operation, row, sha256 }) => [operation, row.id, sha256].join(' ')))])
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined
		let stopped = false
		const round = async (): Promise<void> => {
			const found = await askFor(wanted)
			if (stopped) return
			if (found) setThere(found.there)
			if (!found || found.missing) timer = setTimeout(() => void round(), AGAIN_MS)
		}
		void round()
		return () => {
			stopped = true
			clearTimeout(timer)
		}
	}, [wanted])
	return there
}

type Found = { readonly there: ReadonlySet<string>; readonly missing: boolean }

async function askFor(wanted: string): Promise<Found | undefined> {
	const named = listIn(wanted).map((text) => String(text).split(' '))
	const reports = new Map(named.map(([operation = '', id = '']) => [`${operation} ${id}`, entityPath(operation, id, '/photos')]))
	const replies = await Promise.all([...reports.values()].map((path) => ask(path)))
	if (replies.some(({ state }) => state !== 'ok')) return undefined
	const there = new Set(replies.flatMap((reply) => (reply.state === 'ok' ? thereIn(reply.body) : [])))
	return { there, missing: named.some(([, , sha256 = '']) => !there.has(sha256)) }
}

function listIn(text: string): readonly unknown[] {
	const value: unknown = JSON.parse(text)
	return Array.isArray(value) ? value : []
}

function thereIn(body: unknown): readonly string[] {
	const photos: unknown = typeof body === 'object' && body !== null && 'photos' in body ? body.photos : undefined
	if (!Array.isArray(photos)) return []
	return photos.flatMap((photo: unknown) => {
		if (typeof photo !== 'object' || photo === null || !('sha256' in photo) || !('there' in photo)) return []
		return photo.there === true && typeof photo.sha256 === 'string' ? [photo.sha256] : []
	})
}
