import { HOUR, MINUTE } from './clock.ts'
import { CYCLE, PEAK } from './water.ts'

type Words = { readonly event: string; readonly headline: string; readonly description: string; readonly instruction?: string }

/** One CAP message of the script: a thread is an Alert, its Updates and its Cancel. */
export type Message = {
	readonly thread: string
	readonly number: number
	readonly msgType: 'Alert' | 'Update' | 'Cancel'
	/** Scenario time of `sent`. */
	readonly at: number
	/** Scenario times; without `expires` the sender gives no end. */
	readonly onset?: number
	readonly expires?: number
	readonly severity: 'Minor' | 'Moderate' | 'Severe' | 'Extreme'
	readonly urgency: 'Immediate' | 'Expected' | 'Future' | 'Past'
	readonly certainty: 'Observed' | 'Likely' | 'Possible'
	readonly responseType: readonly string[]
	readonly area: WarningArea
	readonly source: 'dwd' | 'mowas'
	readonly texts: Readonly<Record<string, Words>>
	readonly clear?: true
}

export type WarningArea = 'hamburg' | 'hafen' | 'wilhelmsburg' | 'elbe'

type Step = Omit<Message, 'thread' | 'number' | 'source' | 'area'>
type Thread = Pick<Message, 'thread' | 'source' | 'area'> & { readonly steps: readonly Step[] }

const NOTE = { de: 'ÜBUNG: ', en: 'EXERCISE: ', fr: 'EXERCICE : ' }
type Language = keyof typeof NOTE
const LANGUAGES = ['de', 'en', 'fr'] as const

/** [event, headline, description] per language. */
type Short = readonly [event: string, headline: string, description: string]

function words(
	texts: Partial<Readonly<Record<Language, Short>>>,
	instruction?: Partial<Readonly<Record<Language, string>>>,
): Message['texts'] {
	const entries = LANGUAGES.flatMap((language) => {
		const text = texts[language]
		if (!text) return []
		const [event, headline, description] = text
		const act = instruction?.[language]
		return [
			[
				LANGUAGE_TAGS[language],
				{
					event,
					headline: `${NOTE[language]}${headline}`,
					description: `${NOTE[language]}${description}`,
					...(act && { instruction: act }),
				},
			] as const,
		]
	})
	return Object.fromEntries(entries)
}

const LANGUAGE_TAGS = { de: 'de-DE', en: 'en-GB', fr: 'fr-FR' } as const

const STAY = {
	de: 'Aufenthalt im Freien vermeiden. Gegenstände sichern.',
	en: 'Avoid being outdoors. Secure loose objects.',
	fr: 'Évitez de rester dehors. Mettez les objets à l’abri.',
}
const LEAVE = { de: 'Verlassen Sie den Hafen und die Elbufer. Meiden Sie Straßen unter 5,00 m NHN. Beachten Sie Durchsagen im Rundfunk.' }

const wind: Thread = {
	thread: 'sturm',
	source: 'dwd',
	area: 'hamburg',
	steps: [
		{
			msgType: 'Alert',
			at: -7 * HOUR,
			onset: -5 * HOUR,
			expires: PEAK + 10 * HOUR,
			severity: 'Moderate',
			urgency: 'Future',
			certainty: 'Likely',
			responseType: ['Prepare'],
			texts: words(
				{
					de: ['STURMBÖEN', 'Amtliche WARNUNG vor STURMBÖEN', 'Sturmböen um 80 km/h (Bft 9) aus Nordwest.'],
					en: ['GALE-FORCE GUSTS', 'Official WARNING of GALE-FORCE GUSTS', 'Gale-force gusts around 80 km/h from north-west.'],
					fr: ['RAFALES DE TEMPÊTE', 'AVIS officiel de RAFALES DE TEMPÊTE', 'Rafales autour de 80 km/h de nord-ouest.'],
				},
				STAY,
			),
		},
		{
			msgType: 'Update',
			at: -2.2 * HOUR,
			onset: -2 * HOUR,
			expires: PEAK + 10 * HOUR,
			severity: 'Severe',
			urgency: 'Immediate',
			certainty: 'Observed',
			responseType: ['Shelter'],
			texts: words(
				{
					de: ['ORKANARTIGE BÖEN', 'Amtliche UNWETTERWARNUNG vor ORKANARTIGEN BÖEN', 'Orkanartige Böen um 110 km/h (Bft 11) aus Nordwest.'],
					en: ['VIOLENT STORM GUSTS', 'Official SEVERE WEATHER WARNING of VIOLENT STORM GUSTS', 'Gusts around 110 km/h from north-west.'],
					fr: ['RAFALES VIOLENTES', 'AVIS officiel de TEMPÊTE VIOLENTE', 'Rafales autour de 110 km/h de nord-ouest.'],
				},
				STAY,
			),
		},
		{
			msgType: 'Update',
			at: 22 * MINUTE,
			onset: 22 * MINUTE,
			expires: PEAK + 8 * HOUR,
			severity: 'Extreme',
			urgency: 'Immediate',
			certainty: 'Observed',
			responseType: ['Shelter'],
			texts: words(
				{
					de: ['ORKANBÖEN', 'Amtliche WARNUNG vor EXTREMEM UNWETTER: ORKANBÖEN', 'Orkanböen um 125 km/h (Bft 12) aus Nordwest, zunehmend.'],
					en: ['HURRICANE-FORCE GUSTS', 'Official WARNING of EXTREME WEATHER: HURRICANE-FORCE GUSTS', 'Gusts around 125 km/h, increasing.'],
					fr: ['RAFALES D’OURAGAN', 'AVIS officiel de TEMPÊTE EXTRÊME', 'Rafales autour de 125 km/h de nord-ouest.'],
				},
				STAY,
			),
		},
		{
			msgType: 'Cancel',
			at: PEAK + 5 * HOUR,
			expires: PEAK + 8 * HOUR,
			severity: 'Minor',
			urgency: 'Past',
			certainty: 'Observed',
			responseType: ['AllClear'],
			clear: true,
			texts: words({
				de: ['ORKANBÖEN', 'Entwarnung: Amtliche WARNUNG vor ORKANBÖEN aufgehoben', 'Der Wind hat nachgelassen.'],
				en: ['HURRICANE-FORCE GUSTS', 'All clear: WARNING of HURRICANE-FORCE GUSTS lifted', 'The wind has eased.'],
				fr: ['RAFALES D’OURAGAN', 'Fin de l’avis de RAFALES D’OURAGAN', 'Le vent a faibli.'],
			}),
		},
	],
}

const hail: Thread = {
	thread: 'graupel',
	source: 'dwd',
	area: 'elbe',
	steps: [
		{
			msgType: 'Alert',
			at: -35 * MINUTE,
			onset: -30 * MINUTE,
			expires: 3 * HOUR,
			severity: 'Minor',
			urgency: 'Immediate',
			certainty: 'Likely',
			responseType: ['Monitor'],
			texts: words({
				de: ['GRAUPELGEWITTER', 'Amtliche WARNUNG vor GRAUPELGEWITTERN', 'Kurze Graupelgewitter mit Straßenglätte, Sicht unter 500 m.'],
				en: ['SLEET SHOWERS', 'Official WARNING of SLEET SHOWERS', 'Short thundery sleet showers, slippery roads, visibility below 500 m.'],
				fr: ['AVERSES DE GRÉSIL', 'AVIS officiel d’AVERSES DE GRÉSIL', 'Averses de grésil, chaussées glissantes.'],
			}),
		},
	],
}

const surge: Thread = {
	thread: 'sturmflut',
	source: 'mowas',
	area: 'hafen',
	steps: [
		{
			msgType: 'Alert',
			at: -3.5 * HOUR,
			severity: 'Severe',
			urgency: 'Expected',
			certainty: 'Likely',
			responseType: ['Prepare', 'Monitor'],
			texts: words(
				{ de: ['Sturmflut', 'Sturmflutwarnung für Hamburg', 'Für den Pegel St. Pauli wird ein Hochwasser von 5,50 m NHN erwartet.'] },
				LEAVE,
			),
		},
		{
			msgType: 'Update',
			at: -34 * MINUTE,
			severity: 'Extreme',
			urgency: 'Immediate',
			certainty: 'Likely',
			responseType: ['Evacuate', 'Execute'],
			texts: words(
				{
					de: ['Sehr schwere Sturmflut', 'Sehr schwere Sturmflut: Hafen räumen', 'Erwartet werden 5,84 m NHN ± 0,30 m am Pegel St. Pauli.'],
				},
				LEAVE,
			),
		},
		{
			msgType: 'Update',
			at: 62 * MINUTE,
			severity: 'Extreme',
			urgency: 'Immediate',
			certainty: 'Observed',
			responseType: ['Evacuate', 'Execute'],
			texts: words(
				{
					de: [
						'Sehr schwere Sturmflut',
						'Sehr schwere Sturmflut: Vorhersage erhöht',
						'Erwartet werden 6,05 m NHN ± 0,30 m am Pegel St. Pauli.',
					],
				},
				LEAVE,
			),
		},
		{
			msgType: 'Cancel',
			at: PEAK + 6 * HOUR,
			severity: 'Minor',
			urgency: 'Past',
			certainty: 'Observed',
			responseType: ['AllClear'],
			clear: true,
			texts: words({
				de: ['Sturmflut', 'Entwarnung: Sturmflut Hamburg', 'Das Wasser fällt. Gesperrte Straßen werden nach und nach freigegeben.'],
			}),
		},
	],
}

const power: Thread = {
	thread: 'stromausfall',
	source: 'mowas',
	area: 'wilhelmsburg',
	steps: [
		{
			msgType: 'Alert',
			at: -9 * MINUTE,
			severity: 'Moderate',
			urgency: 'Immediate',
			certainty: 'Observed',
			responseType: ['Monitor'],
			texts: words({
				de: ['Stromausfall', 'Stromausfall in Teilen von Wilhelmsburg', 'Rund 2.100 Haushalte ohne Strom. Anlaufstelle: Bürgerhaus.'],
			}),
		},
		{
			msgType: 'Cancel',
			at: 4.6 * HOUR,
			severity: 'Minor',
			urgency: 'Past',
			certainty: 'Observed',
			responseType: ['AllClear'],
			clear: true,
			texts: words({ de: ['Stromausfall', 'Entwarnung: Stromausfall Wilhelmsburg', 'Die Versorgung ist wiederhergestellt.'] }),
		},
	],
}

const SCRIPT: readonly Message[] = [wind, hail, surge, power].flatMap(({ steps, ...thread }) =>
	steps.map((step, number) => ({ ...thread, ...step, number })),
)

/** Later than this after it was sent a message leaves the index, as in life. Scenario time. */
const KEPT = 12 * HOUR

/** Messages of one source that its index lists at a moment, with the surge that they belong to. */
export function listedAt(source: Message['source'], scenario: number): readonly { readonly message: Message; readonly surge: number }[] {
	const last = Math.max(0, Math.floor((scenario + 8 * HOUR) / CYCLE))
	return [last - 1, last]
		.filter((number) => number >= 0)
		.flatMap((number) => SCRIPT.filter((message) => message.source === source).map((message) => ({ message, surge: number })))
		.filter(({ message, surge: number }) => {
			const sent = message.at + number * CYCLE
			return sent <= scenario && scenario < sent + KEPT
		})
}

/** Any message of the script by its name, listed or not: an address that was once listed goes on answering. */
export function messageNamed(thread: string, number: number): Message | undefined {
	return SCRIPT.find((message) => message.thread === thread && message.number === number)
}
