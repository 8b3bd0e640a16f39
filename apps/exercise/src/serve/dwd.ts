import { ALSTER, GUSTS, ICE, listed } from '../scenario/bulletins.ts'
import type { Bulletin, Listed } from '../scenario/bulletins.ts'
import { HOUR, scenarioAt, startOf, wallAt } from '../scenario/clock.ts'
import type { Context } from './context.ts'
import { localIso } from './local-time.ts'
import type { Document } from './reply.ts'
import { element } from './xml.ts'
import { zip } from './zip.ts'

const ARCHIVE = '/COMMUNEUNION_DWD_STAT/Z_CAP_C_EDZW_LATEST_PVW_STATUS_PREMIUMDWD_COMMUNEUNION_MUL.zip'

/** Warnings of the weather service below `/opendata`: an archive of all that are in force, one CAP message of eight languages each. */
export function serveDwd(path: string, context: Context): Document | undefined {
	if (path !== ARCHIVE) return undefined
	const scenario = scenarioAt(context.clock, context.now)
	const files = [GUSTS, ICE].flatMap((bulletin) => {
		const one = listed(bulletin, scenario)
		return one ? [{ name: `Z_CAP_C_EDZW_${identifier(one, context)}.xml`, content: alertOf(one, context) }] : []
	})
	return { type: 'application/zip', body: '', bytes: zip(files) }
}

function identifier({ bulletin, round, version }: Listed, { clock }: Context): string {
	return `2.49.0.0.276.0.DWD.PVW.${Math.floor(startOf(clock) / 1_000)}.${bulletin.name}.${round}.${version}.MUL`
}

const SENDER = 'uebung-opendata@lagebild.example'

function alertOf(one: Listed, context: Context): string {
	const before: Listed = { ...one, version: 0, said: one.began }
	const update = one.version === 1
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
		element('identifier', identifier(one, context)),
		element('sender', SENDER),
		element('sent', at(one.said, context)),
		element('status', 'Exercise'),
		element('msgType', update ? 'Update' : 'Alert'),
		element('source', 'PVW') + element('scope', 'Public'),
		element('code', `id:${identifier(one, context).replace(/\.MUL$/, '')}`),
		update ? element('references', `${SENDER},${identifier(before, context)},${at(before.said, context)}`) : '',
		...Object.entries(TEXTS[one.bulletin.name] ?? {}).map(([language, words]) => infoOf(one, { language, words, context })),
		'</alert>\n',
	].join('\n')
}

function at(scenario: number, { clock }: Context): string {
	return localIso(Math.floor(wallAt(clock, scenario) / 1_000) * 1_000)
}

type Words = readonly [event: string, headline: string]

/** In the eight languages of the service. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
	boeen: {
		'de-DE': ['STURMBÖEN', 'ÜBUNG: Amtliche WARNUNG vor STURMBÖEN'],
		'en-GB': ['gale-force gusts', 'EXERCISE: Official WARNING of GALE-FORCE GUSTS'],
		'fr-FR': ['rafales de tempête', 'EXERCICE : AVIS officiel de RAFALES DE TEMPÊTE'],
		'es-ES': ['rachas de temporal', 'EJERCICIO: AVISO oficial de RACHAS DE TEMPORAL'],
		ar: ['هبات عاصفة', 'تمرين: تحذير رسمي من هبات عاصفة'],
		'ru-RU': ['штормовые порывы', 'УЧЕНИЯ: официальное предупреждение о штормовых порывах'],
		'tr-TR': ['fırtına hamleleri', 'TATBİKAT: fırtına hamleleri için resmi uyarı'],
		'pl-PL': ['porywy sztormowe', 'ĆWICZENIA: oficjalne ostrzeżenie przed porywami sztormowymi'],
	},
	glaette: {
		'de-DE': ['GLÄTTE', 'ÜBUNG: Amtliche WARNUNG vor GLÄTTE'],
		'en-GB': ['icy surfaces', 'EXERCISE: Official WARNING of ICY SURFACES'],
		'fr-FR': ['verglas', 'EXERCICE : AVIS officiel de VERGLAS'],
		'es-ES': ['superficies heladas', 'EJERCICIO: AVISO oficial de SUPERFICIES HELADAS'],
		ar: ['انزلاق', 'تمرين: تحذير رسمي من الانزلاق'],
		'ru-RU': ['гололёд', 'УЧЕНИЯ: официальное предупреждение о гололёде'],
		'tr-TR': ['buzlanma', 'TATBİKAT: buzlanma için resmi uyarı'],
		'pl-PL': ['oblodzenie', 'ĆWICZENIA: oficjalne ostrzeżenie przed oblodzeniem'],
	},
}

type Info = { readonly language: string; readonly words: Words; readonly context: Context }

function infoOf({ bulletin, began, said, version }: Listed, { language, words: [event, headline], context }: Info): string {
	const wind = bulletin === GUSTS
	const gusts = version === 1 ? '>85 [km/h]' : '65-85 [km/h]'
	return [
		`<info>${element('language', language)}${element('category', 'Met')}${element('event', event)}${element('responseType', 'Prepare')}`,
		element('urgency', 'Immediate') + element('severity', wind ? 'Moderate' : 'Minor') + element('certainty', 'Likely'),
		pair('eventCode', 'II', wind ? '52' : '24') + pair('eventCode', 'GROUP', wind ? 'WIND' : 'GLAETTE'),
		pair('eventCode', 'AREA_COLOR', wind ? '255 153 0' : '255 255 0'),
		element('effective', at(said, context)) + element('onset', at(began, context)) + element('expires', at(began + 2 * HOUR, context)),
		element('senderName', 'ÜBUNG Deutscher Wetterdienst') + element('headline', headline) + element('description', headline),
		wind ? pair('parameter', 'Böen', gusts) : '',
		areaOf(bulletin),
		'</info>',
	].join('\n')
}

/** An outline with a hole in it where the warning does not hold; heights in feet. */
function areaOf(bulletin: Bulletin): string {
	const hole = bulletin === GUSTS ? pair('geocode', 'EXCLUDE_POLYGON', corners(ALSTER)) : ''
	const cell = pair('geocode', 'WARNCELLID', '102000000')
	const area = element('areaDesc', 'Hansestadt Hamburg') + element('polygon', corners(bulletin.outline)) + hole + cell
	return `<area>${area}<altitude>0</altitude><ceiling>9842.5197</ceiling></area>`
}

/** CAP writes latitude first. */
function corners(outline: Bulletin['outline']): string {
	return outline.map(([lng, lat]) => `${lat},${lng}`).join(' ')
}

function pair(name: string, valueName: string, value: string): string {
	return `<${name}>${element('valueName', valueName)}${element('value', value)}</${name}>`
}
