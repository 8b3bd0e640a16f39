import { sqliteHarness } from '../testing/harness.ts'
import { runJournalContract } from '../testing/journal-contract.ts'

runJournalContract({ name: 'SQLite', writers: 'one', make: sqliteHarness })
