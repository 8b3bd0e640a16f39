import type { Start } from '../core/exercise-rule.ts'
import type { LanReach } from './hub.ts'
import type { Setting } from './setting.ts'

/** Validity of a sign-in link, ms. */
export const LINK_MS = 15 * 60_000

const FIRST = { ttlMs: LINK_MS, role: 'admin', name: 'Administrator' } as const

export type Greeting = { readonly url: string; readonly lan?: LanReach | undefined; readonly exercise: Start | 'failed' }

const EXERCISE_LINES: Readonly<Record<Greeting['exercise'], string>> = {
	start: 'Sturmflut Elbe runs beside the real operation, marked ÜBUNG; it ends after 2 h without anybody looking at it',
	failed: 'could not be started, see its log',
	'not-configured': 'off by configuration; start it with: npm run -s lagebild -- exercise sturmflut',
	shared: 'not started, because other hubs share the database; start it with: npm run -s lagebild -- exercise sturmflut',
	'real-operation': 'not started, because people work in a real operation; start it with: npm run -s lagebild -- exercise sturmflut',
}

/** What a person reads after a start. A link to sign in stands there when nobody is signed in. */
export async function welcome({ settings, access, paths }: Setting, { url, lan, exercise }: Greeting): Promise<string> {
	const signIn = access.hasSessions()
		? 'somebody is signed in; a link for another person: npm run -s lagebild -- link'
		: `${url}/sign-in?code=${await access.write(() => access.createLink(FIRST))}   (once, within 15 minutes)`
	const feeds = settings.feeds.filter(({ enabled }) => enabled).map(({ name }) => name)
	const rows = [
		['Address', `${url}/`],
		['Sign in', signIn],
		...(lan ? networkRows(lan) : []),
		['Feeds', feeds.length > 0 ? feeds.join(', ') : 'none configured'],
		['Exercise', EXERCISE_LINES[exercise]],
		['Data', paths.data],
		['Logs', paths.logs],
	]
	return [
		'Lagebild is running.',
		'',
		...rows.map(([name = '', text = '']) => `  ${name.padEnd(10)}${text}`),
		'',
		'Ctrl-C stops it; nothing is lost.',
	].join('\n')
}

/** What somebody at a tablet needs; the fingerprint is compared with the tablet's before it trusts. */
function networkRows({ url, trustUrl, fingerprint, newAuthority }: LanReach): readonly (readonly string[])[] {
	const once = newAuthority ? 'new: every tablet has to trust it once; ' : ''
	return [
		['Network', `${url}/`],
		['Tablets', `${url}/field/`],
		['Trust', `${trustUrl}/   (${once}QR codes and steps, to print)`],
		...(fingerprint === undefined ? [] : [['SHA-256', fingerprint]]),
	]
}
