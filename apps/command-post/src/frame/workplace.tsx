import type { Grant } from '@lagebild/model/label.ts'
import { Suspense, useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { useCutNotice } from '../changes/cut-notice.ts'
import { ClosedBanner } from '../operations/closed-banner.tsx'
import { isOfSources } from '../sources/pages.ts'
import type { SourcePage } from '../sources/pages.ts'
import type { ListedOperation } from '../state/facts.ts'
import { isReplay } from '../state/live.ts'
import { usePicture } from '../state/react.ts'
import type { Page } from '../state/route.ts'
import { Bar } from './bar.tsx'
import { KeyFigures } from './key-figures.tsx'
import { LagePage } from './lage-page.tsx'
import {
	AccessPage,
	AccountPage,
	DiaryPage,
	ForcesPage,
	GaugePage,
	HelpDialog,
	MasterDataPage,
	OperationsPage,
	OrdersPage,
	ReplayStrip,
	ReportsPage,
	SourcesPage,
	TimeBar,
} from './later.ts'
import { Loading } from './loading.tsx'
import { NarrowNav, NarrowTabs } from './narrow.tsx'
import { Notices } from './notices.tsx'
import { useShortcuts } from './shortcuts.ts'
import { StatusLine } from './status-line.tsx'
import { UpdateToast } from './update-toast.tsx'

import styles from './frame.module.css'

type Props = { readonly operation: ListedOperation; readonly grant: Grant }

function Centre(props: Props) {
	const page = usePicture(({ route }) => route.page)
	return (
		<Suspense fallback={<Loading />}>
			{isOfSources(page) ? <SourcesPage key={props.operation.id} {...props} page={page} /> : <OtherCentre {...props} page={page} />}
		</Suspense>
	)
}

/** Pages that are the same for everybody in every operation. */
const PLAIN = { kraefte: ForcesPage, pegel: GaugePage, konto: AccountPage } as const

function OtherCentre({ operation, grant, page }: Props & { readonly page: Exclude<Page, SourcePage> }) {
	switch (page) {
		case 'lage':
			return <LagePage operation={operation} />
		case 'auftraege':
			return <OrdersPage key={operation.id} />
		case 'meldungen':
			return <ReportsPage key={operation.id} operation={operation} grant={grant} />
		case 'tagebuch':
			return <DiaryPage key={operation.id} operation={operation} grant={grant} />
		case 'lagen':
			return <OperationsPage grant={grant} current={operation} />
		case 'stammdaten':
			return <MasterDataPage operation={operation} />
		case 'zugang':
			return <AccessPage key={operation.id} grant={grant} operation={operation} />
		default: {
			const Plain = PLAIN[page]
			return <Plain />
		}
	}
}

/** The frame of the command post: it never moves, only its centre changes. */
export function Workplace({ operation, grant }: Props) {
	const t = useTranslations()
	const page = usePicture(({ route }) => route.page)
	const help = usePicture(({ view }) => view.help)
	const replay = usePicture(isReplay)
	const time = usePicture(({ view }) => view.time === true)
	useShortcuts()
	useCutNotice()
	useEffect(() => {
		document.title = `${t(`bar.${page}`)}, ${operation.name} (${t(`words.status.${operation.status}`)}), ${t('app.name')}`
	}, [t, page, operation])
	return (
		<div className={styles.app} data-replay={replay || undefined}>
			<Bar operation={operation} />
			<Suspense>{replay && <ReplayStrip />}</Suspense>
			<KeyFigures />
			<NarrowTabs />
			<ClosedBanner operation={operation} />
			<Centre operation={operation} grant={grant} />
			<Suspense>{(replay || time) && <TimeBar operation={operation} />}</Suspense>
			<StatusLine />
			<NarrowNav operation={operation} />
			<Notices />
			<Suspense>{help && <HelpDialog />}</Suspense>
			<UpdateToast />
		</div>
	)
}
