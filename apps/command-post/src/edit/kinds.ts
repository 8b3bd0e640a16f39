/** What people bring into the picture by hand. */
export const EDIT_KINDS = ['incident', 'area', 'closure', 'facility', 'unit', 'section'] as const
export type EditKind = (typeof EDIT_KINDS)[number]

export function isEditKind(kind: string): kind is EditKind {
	return EDIT_KINDS.some((one) => one === kind)
}
