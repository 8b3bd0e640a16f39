import type { Organisation } from '@lagebild/model/kinds/words.ts'
import type { Strength } from '@lagebild/model/strength.ts'

type Sign = {
	readonly grundzeichen: 'taktische-formation' | 'kraftfahrzeug-landgebunden' | 'wasserfahrzeug' | 'befehlsstelle'
	readonly fachaufgabe?: string
	readonly einheit?: 'trupp' | 'staffel' | 'gruppe' | 'zug' | 'zugtrupp'
	readonly symbol?: string
}

/** What a kind of unit is and does in this exercise. */
export type UnitType = {
	readonly type: string
	readonly organisation: Organisation
	readonly organisationName?: string
	readonly sign: Sign
	readonly strength: Strength
	readonly net: 'road' | 'river'
	/** Ambulance units carry patients to a hospital: 4 → 7 → 8 (FMS of the rescue service). */
	readonly carries?: true
	/** Share of the road's speed that it reaches. */
	readonly pace: number
}

const crew = (leaders: number, subLeaders: number, others: number): Strength => ({ leaders, subLeaders, crew: others })
const formation = (fachaufgabe: string, einheit: NonNullable<Sign['einheit']>): Sign => ({
	grundzeichen: 'taktische-formation',
	fachaufgabe,
	einheit,
})
const vehicle = (fachaufgabe: string): Sign => ({ grundzeichen: 'kraftfahrzeug-landgebunden', fachaufgabe })
const boat = (fachaufgabe: string): Sign => ({ grundzeichen: 'wasserfahrzeug', fachaufgabe })

/** Types of units by a short name. */
export const UNIT_TYPES = {
	hlf: {
		type: 'HLF 20',
		organisation: 'feuerwehr',
		organisationName: 'Feuerwehr Hamburg',
		sign: formation('technische-hilfeleistung', 'gruppe'),
		strength: crew(0, 1, 5),
		net: 'road',
		pace: 1,
	},
	dl: {
		type: 'DLAK 23/12',
		organisation: 'feuerwehr',
		organisationName: 'Feuerwehr Hamburg',
		sign: { ...formation('brandbekaempfung', 'trupp'), symbol: 'drehleiter' },
		strength: crew(0, 1, 1),
		net: 'road',
		pace: 0.95,
	},
	elw: {
		type: 'ELW 1',
		organisation: 'feuerwehr',
		organisationName: 'Feuerwehr Hamburg',
		sign: { grundzeichen: 'kraftfahrzeug-landgebunden', fachaufgabe: 'fuehrung' },
		strength: crew(1, 1, 1),
		net: 'road',
		pace: 1.05,
	},
	lf: {
		type: 'LF 20 KatS',
		organisation: 'feuerwehr',
		organisationName: 'Freiwillige Feuerwehr Hamburg',
		sign: formation('brandbekaempfung', 'gruppe'),
		strength: crew(0, 1, 8),
		net: 'road',
		pace: 0.95,
	},
	pump: {
		type: 'LF-WF Deich',
		organisation: 'feuerwehr',
		organisationName: 'Freiwillige Feuerwehr Hamburg',
		sign: formation('abwehr-wassergefahren', 'gruppe'),
		strength: crew(0, 1, 8),
		net: 'road',
		pace: 0.9,
	},
	fireboat: {
		type: 'Löschboot',
		organisation: 'feuerwehr',
		organisationName: 'Feuerwehr Hamburg',
		sign: boat('brandbekaempfung'),
		strength: crew(0, 2, 4),
		net: 'river',
		pace: 1.1,
	},
	ztr: {
		type: 'ZTr TZ',
		organisation: 'thw',
		sign: formation('fuehrung', 'zugtrupp'),
		strength: crew(1, 1, 2),
		net: 'road',
		pace: 0.95,
	},
	b: { type: 'B', organisation: 'thw', sign: formation('bergung', 'gruppe'), strength: crew(0, 2, 7), net: 'road', pace: 0.85 },
	n: {
		type: 'FGr N',
		organisation: 'thw',
		sign: formation('technische-hilfeleistung', 'gruppe'),
		strength: crew(0, 2, 7),
		net: 'road',
		pace: 0.85,
	},
	wp: { type: 'FGr WP', organisation: 'thw', sign: formation('pumpen', 'gruppe'), strength: crew(0, 3, 9), net: 'road', pace: 0.8 },
	e: {
		type: 'FGr E',
		organisation: 'thw',
		sign: formation('versorgung-elektrizitaet', 'gruppe'),
		strength: crew(0, 1, 3),
		net: 'road',
		pace: 0.8,
	},
	r: { type: 'FGr R', organisation: 'thw', sign: formation('raeumen', 'gruppe'), strength: crew(0, 2, 7), net: 'road', pace: 0.75 },
	deich: {
		type: 'FGr Deich',
		organisation: 'thw',
		sign: formation('abwehr-wassergefahren', 'gruppe'),
		strength: crew(0, 2, 10),
		net: 'road',
		pace: 0.85,
	},
	w: { type: 'FGr W', organisation: 'thw', sign: boat('wasserrettung'), strength: crew(0, 2, 7), net: 'river', pace: 1.2 },
	log: {
		type: 'FGr Log-V',
		organisation: 'thw',
		sign: formation('verpflegung', 'gruppe'),
		strength: crew(0, 2, 6),
		net: 'road',
		pace: 0.8,
	},
	rtw: {
		type: 'RTW',
		organisation: 'hilfsorganisation',
		sign: vehicle('rettungswesen'),
		strength: crew(0, 1, 1),
		net: 'road',
		carries: true,
		pace: 1.05,
	},
	ktw: {
		type: 'KTW Typ B',
		organisation: 'hilfsorganisation',
		sign: vehicle('rettungswesen'),
		strength: crew(0, 0, 2),
		net: 'road',
		carries: true,
		pace: 0.95,
	},
	bt: {
		type: 'BtKombi',
		organisation: 'hilfsorganisation',
		sign: formation('betreuung', 'gruppe'),
		strength: crew(0, 1, 8),
		net: 'road',
		pace: 0.9,
	},
	vpf: {
		type: 'FKH Verpflegung',
		organisation: 'hilfsorganisation',
		sign: formation('verpflegung', 'trupp'),
		strength: crew(0, 1, 2),
		net: 'road',
		pace: 0.8,
	},
	dlrg: {
		type: 'MZB',
		organisation: 'hilfsorganisation',
		organisationName: 'DLRG',
		sign: boat('wasserrettung'),
		strength: crew(0, 1, 3),
		net: 'river',
		pace: 1.4,
	},
	fustw: {
		type: 'FuStW',
		organisation: 'polizei',
		organisationName: 'Polizei Hamburg',
		sign: { grundzeichen: 'kraftfahrzeug-landgebunden' },
		strength: crew(0, 1, 1),
		net: 'road',
		pace: 1.05,
	},
	lauti: {
		type: 'LauKW',
		organisation: 'polizei',
		organisationName: 'Polizei Hamburg',
		sign: { grundzeichen: 'kraftfahrzeug-landgebunden', fachaufgabe: 'warnen' },
		strength: crew(0, 1, 1),
		net: 'road',
		pace: 0.7,
	},
	wsp: {
		type: 'Streifenboot',
		organisation: 'polizei',
		organisationName: 'Wasserschutzpolizei Hamburg',
		sign: { grundzeichen: 'wasserfahrzeug' },
		strength: crew(0, 1, 3),
		net: 'river',
		pace: 1.3,
	},
	deichwacht: {
		type: 'Deichwacht',
		organisation: 'gefahrenabwehr',
		organisationName: 'LSBG',
		sign: formation('erkundung', 'trupp'),
		strength: crew(0, 1, 2),
		net: 'road',
		pace: 0.9,
	},
	polder: {
		type: 'Polderkontrolle',
		organisation: 'gefahrenabwehr',
		organisationName: 'HPA',
		sign: formation('erkundung', 'trupp'),
		strength: crew(0, 1, 1),
		net: 'road',
		pace: 0.9,
	},
	hpaboat: {
		type: 'Peilschiff',
		organisation: 'gefahrenabwehr',
		organisationName: 'HPA',
		sign: boat('messen'),
		strength: crew(0, 1, 2),
		net: 'river',
		pace: 0.9,
	},
	stab: {
		type: 'TEL',
		organisation: 'fuehrung',
		organisationName: 'Technische Einsatzleitung',
		sign: { grundzeichen: 'befehlsstelle', fachaufgabe: 'fuehrung' },
		strength: crew(3, 4, 6),
		net: 'road',
		pace: 0.8,
	},
} as const satisfies Record<string, UnitType>
