import { FormatsProvider } from '@lagebild/ui/formats-context.tsx'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { IntlProvider } from 'use-intl'

import { FirstStepsPage } from '../access/first-steps-page.tsx'
import { InvitationPage } from '../access/invitation-page.tsx'
import { SignInPage } from '../access/sign-in-page.tsx'
import { MESSAGES } from '../intl.ts'
import { stepNow } from '../state/first-steps.ts'
import { currentOperation } from '../state/follow.ts'
import { usePicture } from '../state/react.ts'
import { timeZoneNow } from '../state/time-zone.ts'
import { Announcer } from './announcer.tsx'
import { DoubtAnnouncer } from './doubt-announcer.tsx'
import { NoOperationsPage, UnreachablePage } from './entry-pages.tsx'
import { Loading } from './loading.tsx'
import { Workplace } from './workplace.tsx'

export function App() {
	const language = usePicture(({ preferences }) => preferences.language)
	const timeZone = usePicture(timeZoneNow)
	return (
		<IntlProvider locale={language} messages={MESSAGES[language]} timeZone={timeZone}>
			<I18nProvider locale={language === 'de' ? 'de-DE' : 'en-GB'}>
				<FormatsProvider language={language} timeZone={timeZone}>
					<Door />
					<Announcer />
					<DoubtAnnouncer />
				</FormatsProvider>
			</I18nProvider>
		</IntlProvider>
	)
}

/** What a person sees depends first on whether the hub knows them. */
function Door() {
	const session = usePicture((facts) => facts.session)
	const operation = usePicture(currentOperation)
	const door = usePicture((facts) => facts.door)
	const step = usePicture(stepNow)
	if (door?.type === 'invitation' && session.state !== 'asking') return <InvitationPage key={door.code} code={door.code} />
	switch (session.state) {
		case 'asking':
			return <Loading />
		case 'signed-out':
			return <SignInPage />
		case 'unreachable':
			return <UnreachablePage />
		case 'in':
			if (step !== undefined) return <FirstStepsPage step={step} session={session} />
			return operation ? <Workplace operation={operation} grant={session.grant} /> : <NoOperationsPage grant={session.grant} />
	}
}
