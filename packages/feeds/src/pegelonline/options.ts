import * as z from 'zod'

const Uuid = z.string().regex(/^[\w-]{1,64}$/)
const Series = z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u)

export const PegelonlineOptions = z.strictObject({
	/** Stations whose past values are fetched once after a start. Absent: all, when the list has at most 20. */
	history: z.array(Uuid).max(200).optional(),
	/** Series of which the past is fetched. */
	historySeries: z.array(Series).max(20).default(['W']),
	/** ISO 8601 period before now; the service keeps 31 days. */
	historyPeriod: z
		.string()
		.regex(/^P\d{1,2}D$/)
		.default('P1D'),
	/** Series to take; absent: all. */
	series: z.array(Series).max(60).optional(),
	/** Series that hold a water level forecast; they become a curve of the level's sensor. */
	forecastSeries: z.array(Series).max(10).default(['WV']),
})
export type PegelonlineOptions = z.infer<typeof PegelonlineOptions>
