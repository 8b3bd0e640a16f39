/** As a feed of kind `feed`: green as it should be, amber look at it, red it fails or will soon, off nobody can say. */
export type State = 'green' | 'amber' | 'red' | 'off'
/** `reason` in German and English: whoever reads it may have either. */
export type Health = { readonly state: State; readonly reason?: string }

const GREEN: Health = { state: 'green' }
const MB = 1_000_000
const GB = 1_000_000_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** Bytes of the file system that holds the data. */
export type Disk = { readonly free: number; readonly size: number }

/** What is left has to last until somebody has come: a storm surge fills some 3 GB a day, and a full disk refuses every order. */
export function diskHealth({ free, size }: Disk): Health {
	const share = size === 0 ? 0 : free / size
	const left = `Noch ${amount(free, 'de')} frei (${Math.floor(share * 100)} %) · ${amount(free, 'en')} left (${Math.floor(share * 100)} %)`
	if (free < 0.1 * GB || (free < GB && share < 0.05)) return { state: 'red', reason: left }
	return free < 5 * GB && share < 0.1 ? { state: 'amber', reason: left } : GREEN
}

function amount(bytes: number, locale: string): string {
	if (bytes < GB) return `${Math.floor(bytes / MB)} MB`
	return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / GB)} GB`
}

/** `synchronised` as the machine says it, undefined when it says nothing; the last step of the wall clock by more than a second. */
export type WallClock = { readonly synchronised: boolean | undefined; readonly step?: { readonly ms: number; readonly agoMs: number } }

const STEP_TOLD_MS = 10 * MINUTE_MS

/** Times are compared over units, feeds and hubs: one wrong clock makes the wrong word the newest. */
export function clockHealth({ synchronised, step }: WallClock): Health {
	if (step && step.agoMs < STEP_TOLD_MS) {
		const seconds = (step.ms / 1_000).toFixed(0)
		return { state: 'amber', reason: `Die Uhr dieses Rechners sprang um ${seconds} s · the clock of this machine jumped by ${seconds} s` }
	}
	if (synchronised === false) {
		return {
			state: 'amber',
			reason: 'Die Uhr dieses Rechners wird nicht abgeglichen (NTP) · the clock of this machine is not synchronised (NTP)',
		}
	}
	if (synchronised === true) return GREEN
	return {
		state: 'off',
		reason: 'Dieser Rechner sagt nicht, ob seine Uhr abgeglichen wird · this machine does not say whether its clock is synchronised',
	}
}

/** `at`: when the newest was finished, undefined when there is none. `sinceMs`: how long the hub runs. */
export type Backups = { readonly at: number | undefined; readonly everyMs: number; readonly sinceMs: number }

/** One that is missed may be a restart; two in a row are a fault. */
export function backupHealth({ at, everyMs, sinceMs }: Backups, now: number): Health {
	const ageMs = at === undefined ? sinceMs : now - at
	const last =
		at === undefined ? 'Keine Sicherung · no backup yet' : `Letzte Sicherung vor ${hours(ageMs)} h · last backup ${hours(ageMs)} h ago`
	if (ageMs > 3 * everyMs) return { state: 'red', reason: last }
	return ageMs > 1.5 * everyMs ? { state: 'amber', reason: last } : GREEN
}

/** `since`: when papers began to be missing; `code`: as the system says why. */
export type PaperFault = { readonly since: number; readonly code: string }

const PAPER_WORDS: Readonly<Record<string, readonly [de: string, en: string]>> = {
	ENOSPC: ['kein Platz mehr', 'no space left'],
	EDQUOT: ['Kontingent erschöpft', 'quota used up'],
	ENOENT: ['der Ordner fehlt', 'the folder is missing'],
	EACCES: ['keine Rechte am Ordner', 'no rights to the folder'],
	EROFS: ['nur lesbar', 'read-only'],
	timeout: ['der Ordner antwortet nicht', 'the folder does not answer'],
}

/** Nobody looks for paper before they need it. */
export function paperHealth(failing: PaperFault | undefined): Health {
	if (!failing) return GREEN
	const [de, en] = PAPER_WORDS[failing.code] ?? [failing.code, failing.code]
	return { state: 'red', reason: `Lage auf Papier wird nicht geschrieben: ${de} · the situation on paper is not written: ${en}` }
}

function hours(ms: number): string {
	return (ms / HOUR_MS).toFixed(ms < 10 * HOUR_MS ? 1 : 0)
}

/** `ageMs`: how old the oldest picture is that should be live. `stallMs`: 99th percentile of how late the hub's timers were lately. */
export type Lag = { readonly ageMs: number; readonly stallMs: number }

/** What is older than three seconds is not live any more (H8). */
export function lagHealth({ ageMs, stallMs }: Lag): Health {
	const reason = `Lage ${(ageMs / 1_000).toFixed(0)} s alt, Hub ${stallMs.toFixed(0)} ms hinterher · picture ${(ageMs / 1_000).toFixed(0)} s old, hub ${stallMs.toFixed(0)} ms late`
	if (ageMs > 15_000 || stallMs > 1_000) return { state: 'red', reason }
	return ageMs > 3_000 || stallMs > 250 ? { state: 'amber', reason } : GREEN
}

/** What is told, and how many rounds in a row found something else. */
export type Settled = { readonly told: Health; readonly other?: { readonly state: State; readonly times: number } }

const WORSE_AFTER = 2
const BETTER_AFTER = 3
const WEIGHT: Readonly<Record<State, number>> = { off: 0, green: 0, amber: 1, red: 2 }

/** O3. Nothing flips by one bad moment: worse needs two rounds in a row, better three. The first finding is told at once. */
export function settle(before: Settled | undefined, found: Health): Settled {
	if (!before) return { told: found }
	if (found.state === before.told.state) return { told: before.told }
	const times = before.other?.state === found.state ? before.other.times + 1 : 1
	const needed = WEIGHT[found.state] > WEIGHT[before.told.state] ? WORSE_AFTER : BETTER_AFTER
	return times >= needed ? { told: found } : { told: before.told, other: { state: found.state, times } }
}
