import type { EntityKind } from '../kinds/names.ts'
import { DEFAULT_LABEL } from '../label.ts'
import type { Label } from '../label.ts'
import type { AccessDetail, DetailOf } from './event.ts'

export type LabelDefault = { readonly organisation: string; readonly kind?: EntityKind; readonly label: Label }

/** Who may do what, as the entries of the access journal make it. Ended and revoked ones stay, so that an old name can be explained. */
export type Directory = {
	readonly accounts: ReadonlyMap<string, DetailOf<'account'>>
	readonly keys: ReadonlyMap<string, DetailOf<'key'>>
	readonly devices: ReadonlyMap<string, DetailOf<'device'>>
	readonly invitations: ReadonlyMap<string, DetailOf<'invitation'>>
	readonly labelDefaults: readonly LabelDefault[]
}

export const EMPTY_DIRECTORY: Directory = {
	accounts: new Map(),
	keys: new Map(),
	devices: new Map(),
	invitations: new Map(),
	labelDefaults: [],
}

/** The directory is the fold of these and nothing else; what speaks of signing in, reading or refusing changes nothing. */
export function directoryAfter(directory: Directory, detail: AccessDetail): Directory {
	switch (detail.what) {
		case 'account':
			return { ...directory, accounts: withOne(directory.accounts, detail.account, detail) }
		case 'key':
			return { ...directory, keys: withOne(directory.keys, detail.key, detail) }
		case 'device':
			return { ...directory, devices: withOne(directory.devices, detail.device, detail) }
		case 'invitation':
			return { ...directory, invitations: withOne(directory.invitations, detail.invitation, detail) }
		case 'label-default':
			return { ...directory, labelDefaults: withDefault(directory.labelDefaults, detail) }
		default:
			return directory
	}
}

function withOne<T>(all: ReadonlyMap<string, T>, id: string, one: T): ReadonlyMap<string, T> {
	return new Map([...all, [id, one]])
}

function withDefault(all: readonly LabelDefault[], { organisation, kind, label }: DetailOf<'label-default'>): readonly LabelDefault[] {
	const others = all.filter((one) => one.organisation !== organisation || one.kind !== kind)
	return label === null ? others : [...others, { organisation, ...(kind !== undefined && { kind }), label }]
}

/** Label of something that is created without one: by organisation and kind, else by organisation, else the house's. */
export function labelFor(
	defaults: readonly LabelDefault[],
	{ organisation, kind }: { readonly organisation: string | undefined; readonly kind: EntityKind },
): Label {
	const own = defaults.filter((one) => one.organisation === organisation)
	return (own.find((one) => one.kind === kind) ?? own.find((one) => one.kind === undefined))?.label ?? DEFAULT_LABEL
}
