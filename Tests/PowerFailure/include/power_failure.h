// SPDX-License-Identifier: Apache-2.0

// A library for LD_PRELOAD that records what a program syncs, so that a test knows what a disk would
// hold at each moment if the power failed and only what was synced lasted.
//
//   POWER_ROOT     the directory that is watched, with all below it
//   POWER_JOURNAL  an empty directory for what is recorded
//
// The file `events` of the journal has these lines:
//
//   file INODE N           the content of a file that was just synced is that of the file N of the journal
//   directory INODE        the entries of a directory as they are now follow:
//   entry INODE d|f NAME
//   synced INODE           the directory's last entries were just synced
//   moment                 all that was known at one moment is said
//
// What is there when the program starts counts as synced. Inodes that were synced stay open, so that
// their numbers are not used again.
