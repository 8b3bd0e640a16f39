import { useEffect } from 'react'

import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { takeUpdate } from '../state/worker.ts'

const DAY_MS = 24 * 3_600_000
const CHECK_MS = 60_000

/** Nobody sits at a wall: it takes new versions by itself, begins anew once a day while the hub answers, and keeps its screen lit. */
export function useLastingWall(): void {
	const update = usePicture((facts) => facts.update)
	useEffect(() => {
		if (update) takeUpdate()
	}, [update])
	useEffect(() => {
		const begun = performance.now()
		const timer = setInterval(() => {
			if (performance.now() - begun > DAY_MS && store.getState().link.session === 'live') location.reload()
		}, CHECK_MS)
		return () => clearInterval(timer)
	}, [])
	useEffect(keepLit, [])
}

/** The browser takes the lock back whenever the page is hidden. */
function keepLit(): () => void {
	askForLight()
	document.addEventListener('visibilitychange', askForLight)
	return () => document.removeEventListener('visibilitychange', askForLight)
}

function askForLight(): void {
	if (document.visibilityState === 'visible' && 'wakeLock' in navigator) void navigator.wakeLock.request('screen').catch(() => undefined)
}
