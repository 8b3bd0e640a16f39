import { sqliteHarness } from '../testing/harness.ts'
import { runJournalContract } from '../testing/journal-contract.ts'

runJournalContract('SQLite', sqliteHarness)
