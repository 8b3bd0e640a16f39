import { KIND_ABOUT } from '@lagebild/model/kinds/about.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Label, Level, Role } from '@lagebild/model/label.ts'

/** Labels that differ in what they ask of a reader. */
export const LABELS = {
	offen: { level: 'open' },
	intern: { level: 'internal' },
	vertraulich: { level: 'restricted' },
	thw: { level: 'internal', organisations: ['thw'] },
	polizei: { level: 'open', organisations: ['polizei'] },
	stab: { level: 'restricted', organisations: ['thw', 'polizei'] },
} as const satisfies Readonly<Record<string, Label>>
export type LabelName = keyof typeof LABELS

export const LABEL_NAMES: readonly LabelName[] = ['offen', 'intern', 'vertraulich', 'thw', 'polizei', 'stab']

export type Reader = {
	readonly name: string
	readonly role: Role
	readonly clearance: Level
	readonly organisation?: string
	readonly kinds?: readonly EntityKind[]
}

/** Written down once more, by hand, so that the house's own rule has something to agree with. */
const SEES: Readonly<Record<Level, readonly Level[]>> = {
	open: ['open'],
	internal: ['open', 'internal'],
	restricted: ['open', 'internal', 'restricted'],
}

type Labels = Readonly<Record<LabelName, Label>>

export function mayKnow({ clearance, organisation, kinds }: Reader, kind: EntityKind, name: LabelName, labels: Labels = LABELS): boolean {
	const label = labels[name]
	if (kinds && !kinds.includes(kind)) return false
	if (!SEES[clearance].includes(label.level)) return false
	return label.organisations === undefined || (organisation !== undefined && label.organisations.includes(organisation))
}

/** What stands in the id of a thing and nowhere else. */
export function markOf(kind: EntityKind, name: LabelName): string {
	return `spur-${kind}-${name}`
}

export function marksIn(text: string): ReadonlySet<string> {
	return new Set(text.match(/spur-[a-z]+-[a-z]+/g))
}

export function marksFor(reader: Reader, labels: Labels = LABELS): ReadonlySet<string> {
	return new Set(
		KINDS.flatMap((kind) => LABEL_NAMES.filter((name) => mayKnow(reader, kind, name, labels)).map((name) => markOf(kind, name))),
	)
}

/** Every credential of the matrix: each role with its usual clearance in one organisation, and what is narrower or elsewhere. */
export const READERS: readonly Reader[] = [
	{ name: 'beobachter', role: 'observer', clearance: 'internal' },
	{ name: 'presse', role: 'observer', clearance: 'open' },
	{ name: 'einsatzkraft', role: 'field', clearance: 'internal', organisation: 'thw' },
	{ name: 'stab-polizei', role: 'staff', clearance: 'internal', organisation: 'polizei' },
	{ name: 'stab-thw', role: 'staff', clearance: 'restricted', organisation: 'thw' },
	{ name: 'leitung', role: 'commander', clearance: 'restricted' },
	{ name: 'system', role: 'integrator', clearance: 'internal', kinds: ['incident', 'facility', 'feed'] },
	{ name: 'verwaltung', role: 'admin', clearance: 'restricted', organisation: 'polizei' },
]

/** A payload of its kind as the documentation shows it, with the mark where people would read it. */
export function payloadOf(kind: EntityKind, mark: string): Readonly<Record<string, unknown>> {
	const marked: Partial<Record<EntityKind, Readonly<Record<string, string>>>> = {
		incident: { address: mark },
		unit: { callsign: mark, section: mark },
		task: { target: mark },
	}
	if (kind === 'message') return { text: mark }
	/** Nobody takes notice for others. */
	const { acknowledged: _others, ...example } = { acknowledged: undefined, ...KIND_ABOUT[kind].example }
	return { ...example, ...marked[kind] }
}

export function foreign(marks: ReadonlySet<string>, allowed: ReadonlySet<string>): readonly string[] {
	return [...marks].filter((mark) => !allowed.has(mark))
}
