/** One element below `detail`. Names are kept as written, prefix and all. */
export type CotElement = {
	readonly name: string
	readonly attributes: CotAttributes
	readonly children: readonly CotElement[]
	readonly text: string
}

/** Without a prototype, so that no name of an attribute means anything else. */
export type CotAttributes = Readonly<Record<string, string | undefined>>

/** Degrees WGS 84, metres above the ellipsoid, radii in metres. Unknown figures (9999999) are absent. */
export type CotPoint = {
	readonly lat: number
	readonly lng: number
	readonly hae?: number | undefined
	/** Circular error: radius within which the place is right. */
	readonly ce?: number | undefined
	/** Linear error of the height. */
	readonly le?: number | undefined
}

/** One message, whether it came as XML or as protobuf. Times are epoch ms. */
export type CotEvent = {
	readonly uid: string
	readonly type: string
	readonly how: string
	readonly time: number
	readonly start: number
	/** Greyed out from then on, never deleted. */
	readonly stale: number
	readonly access?: string | undefined
	readonly qos?: string | undefined
	/** `o-` operation, `e-` exercise, `s-` simulation, each with a name. */
	readonly opex?: string | undefined
	readonly caveat?: string | undefined
	readonly releasableTo?: string | undefined
	/** Absent: 0/0, which routes, chats and sensors without a fix say. */
	readonly point?: CotPoint
	/** Why the point that was written is none. */
	readonly badPoint?: string
	readonly detail: readonly CotElement[]
	/** What stood between the tags of `detail`, as markup. */
	readonly detailText: string
}

/** Figures at and beyond this are "unknown": 9999999 by the standard, 999999 by habit. */
const UNKNOWN = 999_999

/** A height or radius that was measured. What is unknown is said by many nines, by some with a minus. */
export function knownFigure(value: number): number | undefined {
	return Math.abs(value) < UNKNOWN ? value : undefined
}

type Written = { readonly lat: number; readonly lng: number; readonly hae: number; readonly ce: number; readonly le: number }

/** The place of a message, without what is unknown; why it is none, when it should be one. */
export function pointOf({ lat, lng, hae, ce, le }: Written): Pick<CotEvent, 'point' | 'badPoint'> {
	if (lat === 0 && lng === 0) return {}
	if (!(lat >= -90 && lat <= 90)) return { badPoint: 'the latitude does not lie within -90…90' }
	if (!(lng >= -180 && lng <= 180)) return { badPoint: 'the longitude does not lie within -180…180' }
	return { point: { lat, lng, hae: knownFigure(hae), ce: knownFigure(ce), le: knownFigure(le) } }
}

export function childOf(elements: readonly CotElement[], name: string): CotElement | undefined {
	for (const element of elements) if (element.name === name) return element
	return undefined
}

/** An attribute of the first element of that name. */
export function attributeOf(elements: readonly CotElement[], name: string, attribute: string): string | undefined {
	return childOf(elements, name)?.attributes[attribute]
}
