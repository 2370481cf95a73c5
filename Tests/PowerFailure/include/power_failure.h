// SPDX-License-Identifier: Apache-2.0

// A library for LD_PRELOAD that records the data that a program syncs. A test can then tell the
// possible contents of the disk if the power failed at any moment and only synced data survived.
//
//   POWER_ROOT     the directory to watch, including everything below it
//   POWER_JOURNAL  an empty directory for the journal
//
// The file `events` of the journal has these lines:
//
//   file INODE N           a file was synced; file N of the journal is a copy of its contents
//   directory INODE        the current entries of a directory follow
//   entry INODE d|f NAME
//   synced INODE           the last recorded entries of the directory were synced
//   moment                 the record of one moment is complete
//
// Everything that exists when the program starts counts as synced. Synced inodes stay open, so that
// their numbers are not reused.
