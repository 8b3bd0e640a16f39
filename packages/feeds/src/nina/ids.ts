const ID = /^[A-Za-z]{2,12}\.[^\s/?#%\\]{1,250}$/

/** Whether a text can be the id of a warning, and nothing that leads to another address. */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && ID.test(value) && !value.includes('..')
}

/**
 * One key for a warning that stands under several ids: the map writes `dwdmap.OID.MUL`, a region's dashboard `dwd.OID.MUL` and the
 * message's own code `id:OID` for the same message of the weather service.
 */
export function keyOf(id: string): string {
	const oid = /^dwd(?:map)?\.(.{1,250})$/.exec(id)?.[1]
	return oid === undefined ? id : `dwd.${oid.replace(/\.(?:MUL|[A-Z]{2})$/, '')}`
}
