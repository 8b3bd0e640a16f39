import type { Label } from '@lagebild/model/label.ts'

import type { Text } from '../intl.ts'

/** `beschränkt, nur Polizei, THW` */
export function labelText({ level, organisations = [] }: Label, t: Text): string {
	const name = t(`label.names.${level}`)
	return organisations.length === 0 ? name : `${name}, ${t('label.only', { organisations: organisations.join(', ') })}`
}

/** What it means for those who read it. */
export function labelMeaning({ level, organisations = [] }: Label, t: Text): string {
	const meaning = t(`label.meanings.${level}`)
	return organisations.length === 0 ? meaning : `${meaning} ${t('label.onlyMeaning', { organisations: organisations.join(', ') })}`
}

/** Names between commas; each once. */
export function organisationsIn(text: string): readonly string[] {
	return [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '')
}

/** As the hub reads it: no organisations are every organisation. */
export function labelOf(level: Label['level'], organisations: readonly string[]): Label {
	return organisations.length === 0 ? { level } : { level, organisations: [...organisations] }
}

const HEIGHT = { open: 0, internal: 1, restricted: 2 } as const

/** Will more people see it than before, for some reader at least? */
export function isWider(before: Label, after: Label): boolean {
	if (HEIGHT[after.level] < HEIGHT[before.level]) return true
	const had = before.organisations ?? []
	const has = after.organisations ?? []
	if (had.length === 0) return false
	return has.length === 0 || has.some((name) => !had.includes(name))
}
