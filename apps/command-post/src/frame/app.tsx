import { FormatsProvider } from '@lagebild/ui/formats-context.tsx'
import type { Language } from '@lagebild/ui/formats.ts'
import { Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { IntlProvider } from 'use-intl'

import { AlarmAnnouncer } from '../alarms/announcer.tsx'
import { loadedMessages, loadMessages, onMessages } from '../intl.ts'
import type { Session } from '../state/facts.ts'
import { stepNow } from '../state/first-steps.ts'
import { currentOperation } from '../state/follow.ts'
import { usePicture } from '../state/react.ts'
import { timeZoneNow } from '../state/time-zone.ts'
import { isWall } from '../state/wall.ts'
import { Announcer } from './announcer.tsx'
import { DoubtAnnouncer } from './doubt-announcer.tsx'
import { NoOperationsPage, UnreachablePage } from './entry-pages.tsx'
import { FirstStepsPage, InvitationPage, SignInPage, Wall } from './later.ts'
import { Loading } from './loading.tsx'
import { Workplace } from './workplace.tsx'

export function App() {
	const language = usePicture(({ preferences }) => preferences.language)
	const timeZone = usePicture(timeZoneNow)
	const messages = useMessagesOf(language)
	if (!messages) return null
	return (
		<IntlProvider locale={language} messages={messages} timeZone={timeZone}>
			<I18nProvider locale={language === 'de' ? 'de-DE' : 'en-GB'}>
				<FormatsProvider language={language} timeZone={timeZone}>
					<Suspense fallback={<Loading />}>
						<Door />
					</Suspense>
					<Announcer />
					<DoubtAnnouncer />
					<AlarmAnnouncer />
				</FormatsProvider>
			</I18nProvider>
		</IntlProvider>
	)
}

/** Nothing before the first ones are there; those of another language take their place when they have come. */
function useMessagesOf(language: Language) {
	const held = useSyncExternalStore(onMessages, () => loadedMessages(language))
	const [last, setLast] = useState(held)
	if (held && held !== last) setLast(held)
	useEffect(() => void loadMessages(language), [language])
	return held ?? last
}

/** What a person sees depends first on whether the hub knows them. */
function Door() {
	const session = usePicture((facts) => facts.session)
	const door = usePicture((facts) => facts.door)
	if (door?.type === 'invitation' && session.state !== 'asking') return <InvitationPage key={door.code} code={door.code} />
	switch (session.state) {
		case 'asking':
			return <Loading />
		case 'signed-out':
			return <SignInPage />
		case 'unreachable':
			return <UnreachablePage />
		case 'in':
			return <Inside session={session} />
	}
}

function Inside({ session }: { readonly session: Extract<Session, { readonly state: 'in' }> }) {
	const operation = usePicture(currentOperation)
	const step = usePicture(stepNow)
	if (isWall() && operation) return <Wall key={operation.id} operation={operation} />
	if (step !== undefined) return <FirstStepsPage step={step} session={session} />
	return operation ? <Workplace operation={operation} grant={session.grant} /> : <NoOperationsPage grant={session.grant} />
}
