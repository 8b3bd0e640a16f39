import { Menu } from '@lagebild/ui/menu.tsx'
import { ClipboardList, Ellipsis, Map as MapIcon, Users, Waves } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { alarmsNow } from '../select/alarms.ts'
import { unknownsNow, visibleNow } from '../select/now.ts'
import { goTo, setView } from '../state/actions.ts'
import type { ListedOperation, NarrowTab } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { writeRoute } from '../state/route.ts'
import type { Page } from '../state/route.ts'

import styles from './frame.module.css'

const NARROW = '(max-width: 1000px)'

function subscribe(listener: () => void): () => void {
	const query = matchMedia(NARROW)
	query.addEventListener('change', listener)
	return () => query.removeEventListener('change', listener)
}

/** One region at a time, with tabs, instead of panels side by side. */
export function useNarrow(): boolean {
	return useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches)
}

/** On the page of gauges the tabs mean what stands in the same places. */
function choose(tab: NarrowTab): void {
	if (tab === 'alarms' || tab === 'warnings' || tab === 'unknown') setView({ narrowTab: tab, rightTab: tab })
	else if (tab === 'objects') setView({ narrowTab: tab, leftTab: 'objects' })
	else setView({ narrowTab: tab })
}

export function NarrowTabs() {
	const t = useTranslations('narrow')
	const page = usePicture(({ route }) => route.page)
	const chosen = usePicture(({ view }) => view.narrowTab)
	const objects = usePicture((facts) => visibleNow(facts).length)
	const alarms = usePicture((facts) => alarmsNow(facts).open)
	const unknowns = usePicture((facts) => unknownsNow(facts).length)
	if (page !== 'lage') return null
	/** Warnings stand beside the alarms. */
	const shown = chosen === 'warnings' ? 'alarms' : chosen
	const tabs = [
		{ id: 'map', count: undefined },
		{ id: 'objects', count: objects },
		{ id: 'alarms', count: alarms },
		{ id: 'unknown', count: unknowns },
	] as const
	return (
		<section className={styles.tabsNarrow} aria-label={t('label')}>
			<div className={styles.tabsRow} role="tablist" aria-label={t('label')}>
				{tabs.map(({ id, count }) => (
					<button key={id} type="button" role="tab" className={styles.tabNarrow} aria-selected={id === shown} onClick={() => choose(id)}>
						{t(id)} {count}
					</button>
				))}
			</div>
		</section>
	)
}

export function NarrowNav({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations('bar')
	const { page, at } = usePicture(({ route }) => route)
	const to = (id: Page) => writeRoute({ operation: operation.id, page: id, ...(at !== undefined && { at }) })
	const current = (id: string) => (id === page ? { 'aria-current': 'page' as const } : {})
	return (
		<nav className={styles.nav} aria-label={t('pages')}>
			<a className={styles.navItem} href={to('lage')} {...current('lage')}>
				<MapIcon size={20} aria-hidden />
				{t('lage')}
			</a>
			<a className={styles.navItem} href={to('kraefte')} {...current('kraefte')}>
				<Users size={20} aria-hidden />
				{t('kraefte')}
			</a>
			<a className={styles.navItem} href={to('pegel')} {...current('pegel')}>
				<Waves size={20} aria-hidden />
				{t('pegel')}
			</a>
			<a className={styles.navItem} href={to('auftraege')} {...current('auftraege')}>
				<ClipboardList size={20} aria-hidden />
				{t('auftraege')}
			</a>
			<More page={page} />
		</nav>
	)
}

const MORE_PAGES = ['meldungen', 'tagebuch'] as const satisfies readonly Page[]

/** What has no place of its own in five. */
function More({ page }: { readonly page: Page }) {
	const t = useTranslations('bar')
	const help = useTranslations('help')
	const pages = MORE_PAGES.map((id) => ({ id, label: t(id), text: t(id), chosen: id === page, onPress: () => goTo(id) }))
	const hints = { id: 'help', label: help('title'), text: help('title'), onPress: () => setView({ help: true }) }
	const here = MORE_PAGES.some((id) => id === page)
	return (
		<Menu
			label={t('more')}
			placement="top end"
			parts={[{ id: 'more', entries: [...pages, hints] }]}
			trigger={
				<AriaButton className={styles.navItem ?? ''} {...(here && { 'aria-current': 'page' as const })}>
					<Ellipsis size={20} aria-hidden />
					{t('more')}
				</AriaButton>
			}
		/>
	)
}
