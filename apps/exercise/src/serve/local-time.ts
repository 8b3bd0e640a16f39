const ZONE = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset', hour: 'numeric' })

/** Offset of German time at a moment: `+01:00` or `+02:00`. */
export function offsetAt(ms: number): string {
	const zone = ZONE.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT+01:00'
	return zone.replace('GMT', '') || '+00:00'
}

/** Local time as the German services write it: `2026-11-21T20:41:00+01:00`. */
export function localIso(ms: number): string {
	const offset = offsetAt(ms)
	const shift = (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * 60_000
	return new Date(ms + shift).toISOString().slice(0, 19) + offset
}
