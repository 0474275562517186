//! Extension in, findings out. Scanning never fails and never runs what it scans:
//! what could not be looked at is a [`Problem`](pilotage_finding::Problem) with its name, the rest goes on.

mod binary;
mod input;
mod rules;
mod source;
