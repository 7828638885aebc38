//! What goes wrong in the world while a portal is built: whatever happens, the last good portal is whole, and the message says
//! what happened.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Files {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            (path.display().to_string(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// A site of thirty replies, each of which says `word`.
fn site(folder: &Path, word: &str) {
    let content = folder.join("content");
    fs::create_dir_all(&content).unwrap();
    for number in 1..=30 {
        let text = format!(
            "关于第{number}号提案的答复\n王平委员：\n您提出的《关于加装电梯的提案》收悉。现答复如下：\n一、{word}\n我市已经加装{number}部，{}\n澜汀市住房和城乡建设局\n2024年5月{}日\n",
            word.repeat(200),
            number % 28 + 1,
        );
        fs::write(content.join(format!("{number:03}.txt")), text).unwrap();
    }
    fs::write(
        content.join("about.md"),
        "+++\npage = \"about\"\ntitle = \"关于\"\n+++\n\n说明。\n",
    )
    .unwrap();
}

fn dafu(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dafu"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("DAFU_LANG", "en")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[track_caller]
fn succeeds(mut command: Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[track_caller]
fn fails_saying(mut command: Command, words: &[&str]) {
    let output = command.output().unwrap();
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for word in words {
        assert!(text.contains(word), "“{word}” is not in:\n{text}");
    }
    assert!(!text.contains("panicked"), "{text}");
}

/// Names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_build_that_is_killed_leaves_one_whole_portal() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let shared = root.join("portal/public");
    let mut whole: Vec<Files> = Vec::new();
    let mut longest = Duration::ZERO;
    for word in ["甲", "乙"] {
        site(&root.join(word), word);
        let start = Instant::now();
        succeeds(dafu(
            &["build", word, "--archive", "-o", "portal/public"],
            root,
        ));
        longest = longest.max(start.elapsed());
        whole.push(files(&shared));
    }
    assert_ne!(whole[0], whole[1]);
    let mut killed = 0;
    for round in 0..50u32 {
        let word = if round % 2 == 0 { "甲" } else { "乙" };
        let mut child = dafu(&["build", word, "--archive", "-o", "portal/public"], root)
            .spawn()
            .unwrap();
        // Fifty points from the first moment to a little past the last, in no order.
        let point = (round * 21) % 50;
        std::thread::sleep(longest * point / 48);
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        killed += u32::from(!output.status.success());
        if !shared.exists() {
            // Between two renames, on a system that cannot exchange folders: the next build begins by mending that.
            continue;
        }
        let now = files(&shared);
        assert!(
            whole.contains(&now),
            "killed at {point}/48 of a build: the portal is neither the last one nor the new one"
        );
    }
    assert!(killed > 10, "only {killed} builds were killed");
    for word in ["甲", "乙"] {
        succeeds(dafu(
            &["build", word, "--archive", "-o", "portal/public"],
            root,
        ));
        assert_eq!(
            names(&root.join(word).join(".dafu")),
            ["building", "index", "portals", "proven", "readings"]
        );
    }
    assert_eq!(files(&shared), whole[1]);
    assert_eq!(
        names(&root.join("portal")),
        ["public", "public.zip"],
        "nothing is left of the builds that were killed"
    );
}

#[test]
fn a_full_disk_is_said_and_the_last_portal_stays() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    site(root, "甲");
    succeeds(dafu(&["build"], root));
    let before = files(&root.join("public"));
    let index = files(&root.join(".dafu/index"));
    site(root, "乙");
    // No file may grow beyond so many blocks of 1,024 bytes: the writes fail one after another, as on a disk that fills.
    for most in [0, 1, 3, 9, 27] {
        let mut command = Command::new("bash");
        command
            .env("DAFU_LANG", "en")
            .args([
                "-c",
                &format!("trap '' XFSZ; ulimit -f {most}; exec \"$0\" build"),
                env!("CARGO_BIN_EXE_dafu"),
            ])
            .current_dir(root)
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        fails_saying(command, &["File too large"]);
        assert_eq!(files(&root.join("public")), before);
        assert_eq!(files(&root.join(".dafu/index")), index);
    }
    assert_eq!(names(root), [".dafu", "content", "dafu.lock", "public"]);
    succeeds(dafu(&["build"], root));
    assert_ne!(files(&root.join("public")), before);
}

/// A small disk of its own, where the tests may mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path, size: &str) -> Option<SmallDisk> {
        fs::create_dir_all(folder).unwrap();
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", size, "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        done.is_ok_and(|status| status.success())
            .then(|| SmallDisk(folder.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_small_disk_fills_and_the_last_portal_stays() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("disk");
    let Some(disk) = SmallDisk::mount(&folder, "size=4m") else {
        println!("skipped: nothing can be mounted here");
        return;
    };
    let root = disk.0.as_path();
    site(root, "甲");
    succeeds(dafu(&["build"], root));
    let before = files(&root.join("public"));
    // What is left is not enough for a second portal beside the first.
    site(root, &"乙".repeat(40));
    fails_saying(dafu(&["build"], root), &["No space left on device"]);
    assert_eq!(files(&root.join("public")), before);
    assert_eq!(names(root), [".dafu", "content", "dafu.lock", "public"]);
}

/// dafu run by someone who is not root, for root may write anywhere.
fn as_nobody(program: &Path, arguments: &[&str], folder: &Path) -> Option<Command> {
    let id = Command::new("id").arg("-u").output().ok()?;
    let mut command = if String::from_utf8_lossy(&id.stdout).trim() == "0" {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    command
        .args(arguments)
        .current_dir(folder)
        .env("DAFU_LANG", "en")
        .env("NO_COLOR", "1");
    Some(command)
}

fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    mode(root, 0o755);
    let program = root.join("dafu");
    fs::copy(env!("CARGO_BIN_EXE_dafu"), &program).unwrap();
    let site_folder = root.join("site");
    site(&site_folder, "甲");
    fs::create_dir_all(site_folder.join(".dafu")).unwrap();
    mode(&site_folder.join(".dafu"), 0o777);
    let Some(mut trial) = as_nobody(&program, &["--version"], root) else {
        println!("skipped: nobody to run it as");
        return;
    };
    if !trial.output().is_ok_and(|output| output.status.success()) {
        println!("skipped: setpriv cannot run it here");
        return;
    }
    let command = as_nobody(&program, &["build"], &site_folder).unwrap();
    fails_saying(command, &["Permission denied", "site"]);
    assert!(!site_folder.join("public").exists());
    // An own folder elsewhere will do, if nothing is to be remembered in the site's.
    fs::write(site_folder.join("dafu.toml"), "[addresses]\nlock = false\n").unwrap();
    let out = root.join("out");
    fs::create_dir(&out).unwrap();
    mode(&out, 0o777);
    succeeds(as_nobody(&program, &["build", "-o", "../out/public"], &site_folder).unwrap());
    assert!(out.join("public/index.html").exists());
    // A document that may not be read.
    mode(&site_folder.join("content/007.txt"), 0o000);
    let before = files(&out);
    let command = as_nobody(&program, &["build", "-o", "../out/public"], &site_folder).unwrap();
    if command.get_program() == "setpriv" || fs::read(site_folder.join("content/007.txt")).is_err()
    {
        fails_saying(command, &["007.txt", "Permission denied"]);
        assert_eq!(files(&out), before);
    }
}

#[test]
fn a_file_in_the_place_of_a_folder_is_named() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    site(root, "甲");
    fs::write(root.join("out"), "a file").unwrap();
    fails_saying(dafu(&["build", "-o", "out/public"], root), &["out"]);
    fails_saying(
        dafu(&["build", "-o", "out"], root),
        &["must be a folder", "out"],
    );
    assert_eq!(fs::read(root.join("out")).unwrap(), b"a file");
}

#[test]
fn two_builds_at_once_do_not_meet() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    site(root, "甲");
    succeeds(dafu(&["build"], root));
    let before = files(&root.join("public"));
    let building = root.join(".dafu/building");
    let held = File::options().write(true).open(&building).unwrap();
    held.lock().unwrap();
    fails_saying(dafu(&["build"], root), &["another dafu", "building"]);
    assert_eq!(files(&root.join("public")), before);
    drop(held);
    // Eight at once: each builds, or says that another does.
    let children: Vec<_> = (0..8)
        .map(|_| dafu(&["build"], root).spawn().unwrap())
        .collect();
    let mut built = 0;
    for child in children {
        let output = child.wait_with_output().unwrap();
        let text = said(&output);
        assert!(
            output.status.success() || text.contains("another dafu"),
            "{text}"
        );
        built += u32::from(output.status.success());
    }
    assert!(built > 0);
    assert_eq!(files(&root.join("public")), before);
    assert_eq!(names(root), [".dafu", "content", "dafu.lock", "public"]);
}

#[test]
fn a_document_that_changes_meanwhile_is_named() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    site(root, "甲");
    succeeds(dafu(&["build"], root));
    let before = files(&root.join("public"));
    // The site's own pages are read once more when all replies are written.
    let about = root.join("content/about.md");
    let first = fs::read_to_string(&about).unwrap();
    let mut seen = false;
    for _ in 0..20 {
        let child = dafu(&["build"], root).spawn().unwrap();
        loop {
            let making = names(root)
                .iter()
                .any(|name| name.starts_with(".public.dafu-"));
            if making {
                break;
            }
            std::thread::yield_now();
            if fs::read(root.join(".dafu/building")).is_ok_and(|who| {
                String::from_utf8_lossy(&who) == child.id().to_string()
                    && !Path::new(&format!("/proc/{}", child.id())).exists()
            }) {
                break;
            }
        }
        fs::write(&about, format!("{first}\n改过。\n")).unwrap();
        let output = child.wait_with_output().unwrap();
        fs::write(&about, &first).unwrap();
        if output.status.success() {
            // It was quicker than we; once more.
            continue;
        }
        let text = said(&output);
        assert!(
            text.contains("content/about.md") && text.contains("changed while"),
            "{text}"
        );
        assert_eq!(files(&root.join("public")), before);
        seen = true;
        break;
    }
    assert!(seen, "a change was never noticed");
}

#[test]
fn who_stops_reading_ends_it_quietly() {
    // In the plainest locale, for bash complains of one that the machine lacks.
    let output = Command::new("bash")
        .env("LC_ALL", "C")
        .args([
            "-c",
            "for n in 1 2 3 4 5 6 7 8; do \"$0\" explain | head -n 1; done",
            env!("CARGO_BIN_EXE_dafu"),
        ])
        .env_remove("DAFU_LANG")
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", said(&output));
}
