import type { AuditEntry } from '@lagebild/model/access/http.ts'

export const WHATS = [
	'signed-in',
	'sign-in-refused',
	'signed-out',
	'refused',
	'read',
	'exported',
	'account',
	'invitation',
	'device',
	'key',
	'label-default',
	'administered',
	'erased',
	'corrected',
] as const
export type AuditWhat = (typeof WHATS)[number]

/** `from`, `to`: as the browser's own field writes a day and time, in its own time zone. */
export type AuditFilter = { readonly what: AuditWhat | ''; readonly who: string; readonly from: string; readonly to: string }

export const NO_FILTER: AuditFilter = { what: '', who: '', from: '', to: '' }

/** Whoever said it, whom it is about, or what the entry names. */
export function filtered(
	entries: readonly AuditEntry[],
	filter: AuditFilter,
	nameOf: (credential: string) => string,
): readonly AuditEntry[] {
	const who = filter.who.trim().toLowerCase()
	const from = filter.from === '' ? -Infinity : Date.parse(filter.from)
	const to = filter.to === '' ? Infinity : Date.parse(filter.to) + 59_999
	return entries.filter((entry) => {
		if (entry.recorded < from || entry.recorded > to) return false
		return who === '' || textOf(entry, nameOf).includes(who)
	})
}

function textOf({ by, details }: AuditEntry, nameOf: (credential: string) => string): string {
	const said = Object.values(details).filter((value) => typeof value === 'string')
	return [by, ...said]
		.flatMap((text) => [text, nameOf(text)])
		.join(' ')
		.toLowerCase()
}
